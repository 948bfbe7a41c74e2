import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { atOnce } from '@kiln/local'
import type { JobView } from '@kiln/contract'
import type { FaultChanges } from '@kiln/simulator'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const CREDITS_EACH = 8

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 2 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)
afterEach(() => stack.setFaults({ balance: 1_000_000, unauthorized: false, maintenance: false }))

/** So many jobs, each of them a second of KIE's time. */
async function accepted(count: number, name: string, durationMs = 1_000): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, i) => i)
  return atOnce(5, numbers, async (n) => {
    return (await submit(stack, imageJob(`${name} ${n} [sim: durationMs=${durationMs}]`))).id
  })
}

const jobsOf = (ids: string[]) => atOnce(10, ids, (id) => show(stack, id))

/** Resolves once so many of them wait for this gate, and none is on the wire; the others are what they are. */
async function waitingFor(gate: string, count: number, ids: string[]): Promise<JobView[]> {
  const jobs = await eventually(
    () => jobsOf(ids),
    (all) =>
      all.filter((job) => job.waitingFor?.gate === gate).length >= count &&
      all.every(({ state }) => state !== 'submitting'),
  )
  expect(await figure(stack, `kiln_gate_open{gate="${gate}"}`)).toBe(0)
  return jobs
}

const charged = async (ids: string[]) => {
  const { byKey } = await stack.books()
  return ids.filter((id) => byKey[id] !== undefined).length
}

async function allSucceed(ids: string[]): Promise<void> {
  for (const id of ids) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', failure: null })
  expect(await charged(ids)).toBe(ids.length)
  await audit(stack, ids)
}

describe('an empty balance', () => {
  test.each<[string, FaultChanges['noCredits'] & object]>([
    ['402', { code: 402, msg: 'The current credits are insufficient. Please top up.' }],
    ['500', { code: 500, msg: "Credits insufficient : Your current balance isn't enough" }],
  ])(
    'told under code %s holds what it does not pay for, and a top-up lets it go',
    async (_code, noCredits) => {
      await stack.setFaults({ balance: 3 * CREDITS_EACH, noCredits })
      const ids = await accepted(12, 'short of credits')
      const jobs = await waitingFor('credits', 9, ids)
      expect(jobs.filter(({ state }) => !['queued', 'running', 'succeeded'].includes(state))).toEqual([])
      expect(await charged(ids)).toBe(3)
      await stack.setFaults({ balance: 1_000_000 })
      await allSucceed(ids)
    },
    60_000,
  )
})

describe('an account that is refused', () => {
  test.each([
    ['unauthorized', 'auth'],
    ['maintenance', 'maintenance'],
  ] as const)(
    'as %s keeps its jobs, running and queued, until KIE is back',
    async (fault, gate) => {
      // They end while nobody can see it.
      const running = await accepted(8, 'running', 100_000)
      await eventually(
        () => charged(running),
        (count) => count === running.length,
      )
      await stack.setFaults({ [fault]: true })
      const queued = await accepted(8, 'queued')
      await waitingFor(gate, queued.length, queued)
      // Two canaries of a minute each, in KIE's time.
      await eventually(
        async () => {
          const { creates, readsByCode } = await stack.books()
          const code = fault === 'maintenance' ? '455' : '401'
          return (creates.byCode[code] ?? 0) + (readsByCode[code] ?? 0)
        },
        (refused) => refused >= 3,
      )
      const states = (await jobsOf([...running, ...queued])).map(({ state }) => state)
      expect(new Set(states)).toEqual(new Set(['running', 'queued']))
      await stack.setFaults({ [fault]: false })
      await allSucceed([...running, ...queued])
      expect((await stack.books()).creates.byCode['429']).toBeUndefined()
    },
    90_000,
  )
})

test('jobs of a model that KIE has disabled do not hold those of another', async () => {
  await stack.setBehaviours([{ match: { model: 'google/nano-banana' }, do: { code: 505 } }])
  const disabled = await atOnce(10, Array.from({ length: 60 }), async () => {
    return (await submit(stack, { model: 'google/nano-banana', input: { prompt: 'gated' } })).id
  })
  // What was on the wire before the first was refused fails; the rest waits.
  await waitingFor('model', 30, disabled)
  const free = await accepted(20, 'free')
  for (const id of free) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
  const states = (await jobsOf(disabled)).map(({ state }) => state)
  expect(states.filter((state) => state === 'queued').length).toBeGreaterThanOrEqual(30)
  await atOnce(10, disabled, (id) => call(stack, 'POST', `/v1/jobs/${id}/cancel`))
  await stack.setBehaviours([])
}, 60_000)
