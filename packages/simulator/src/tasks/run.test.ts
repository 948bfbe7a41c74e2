import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SimulatedKie } from '../simulated-kie.ts'
import { endTask, startTask } from './run.ts'
import { creditsConsumed, stateOf } from './task.ts'

const SETTINGS = { speed: 1, seed: 3, apiKey: null, hmacKey: null, callbackHost: null, maxTasks: 100 }

let accounts: SimulatedKie[]

beforeEach(() => {
  accounts = []
})
afterEach(() => accounts.forEach((kie) => kie.stop()))

function account(settings: Partial<typeof SETTINGS> = {}): SimulatedKie {
  const kie = new SimulatedKie({ ...SETTINGS, ...settings })
  accounts.push(kie)
  return kie
}

function start(kie: SimulatedKie, text: string, behaviour = {}) {
  const order = { model: 'z-image', input: { prompt: text }, callBackUrl: null, text }
  return startTask(kie, order, behaviour)
}

/** Run times by text. */
function runTimes(kie: SimulatedKie, texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(texts.map((text) => [text, start(kie, text).durationMs]))
}

describe('a run time', () => {
  test('belongs to the place in the order of arrival', () => {
    const [first, second] = [runTimes(account(), ['a', 'b']), runTimes(account(), ['b', 'a'])]
    expect(first['a']).toBe(second['b'])
    expect(first['b']).toBe(second['a'])
    expect(first['a']).not.toBe(first['b'])
  })

  test('belongs to the job where the job is marked, whatever the order of arrival', () => {
    const jobs = ['#job:a', '#job:b', '#job:c']
    expect(runTimes(account(), jobs)).toEqual(runTimes(account(), jobs.toReversed()))
  })

  test('is drawn afresh on the next attempt of a marked job', () => {
    const kie = account()
    expect(start(kie, '#job:a').durationMs).not.toBe(start(kie, '#job:a').durationMs)
  })

  test('depends on the seed and is divided by the speed, as a given one is', () => {
    const normal = start(account(), 'a').durationMs
    expect(start(account({ seed: 4 }), 'a').durationMs).not.toBe(normal)
    expect(start(account({ speed: 50 }), 'a').durationMs).toBe(normal / 50)
    expect(start(account({ speed: 50 }), 'a', { durationMs: 100 }).durationMs).toBe(2)
  })
})

test('a task that fails gives its credits back, unless KIE is to keep them', async () => {
  const kie = account()
  const before = kie.faults.balance
  await endTask(kie, start(kie, 'a', { fail: {} }))
  expect(kie.faults.balance).toBe(before)
  const kept = start(kie, 'b', { fail: {}, keepCredits: true })
  await endTask(kie, kept)
  expect([kie.faults.balance, creditsConsumed(kept)]).toEqual([before - kept.credits, kept.credits])
})

test('the pending states share the run time evenly', () => {
  const task = start(account(), 'a', { durationMs: 300, states: ['queuing', 'generating', 'polishing'] })
  const states = [-5, 0, 99, 100, 199, 200, 299, 5_000].map((age) => stateOf(task, task.createdAt + age))
  const expected = 'queuing queuing queuing generating generating polishing polishing polishing'
  expect(states.join(' ')).toBe(expected)
})
