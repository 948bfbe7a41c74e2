import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from './index.ts'
import { KieCaller } from './testing/kie-caller.ts'

let simulator: Simulator
let kie: KieCaller

beforeEach(async () => {
  simulator = await startSimulator()
  kie = new KieCaller(simulator)
})
afterEach(() => simulator.close())

const create = () => kie.create('a')
const times = (count: number, call: () => Promise<{ code: number }>) =>
  Promise.all(Array.from({ length: count }, async () => (await call()).code))

describe('the submit limit', () => {
  test('is 20 creations in 10 s; above it 429, not charged', async () => {
    const codes = await times(25, create)
    expect(codes.filter((code) => code === 200)).toHaveLength(20)
    expect(codes.filter((code) => code === 429)).toHaveLength(5)
    expect((await create()).msg).toBe('Your call frequency is too high. Please try again later.')
    expect(simulator.books().creates).toEqual({ accepted: 20, byCode: { '200': 20, '429': 6 } })
    expect(simulator.books().balance).toBe(1_000_000 - 20 * 0.8)
  })

  test('slides with the speed', async () => {
    const fast = await startSimulator({ speed: 100 })
    const caller = new KieCaller(fast)
    const startedAt = performance.now()
    let accepted = 0
    while (accepted < 60) accepted += (await caller.create('[sim: durationMs=1]')).code === 200 ? 1 : 0
    // 20 at once, 20 a window later, 20 two windows later.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199)
    await fast.close()
  })

  test('can be changed and taken away', async () => {
    simulator.setFaults({ submitLimit: { max: 2, windowMs: 60_000 } })
    expect((await times(3, create)).toSorted((a, b) => a - b)).toEqual([200, 200, 429])
    simulator.setFaults({ submitLimit: null })
    expect(await times(30, create)).toEqual(Array.from({ length: 30 }, () => 200))
  })
})

describe('faults of the whole account', () => {
  test('no credits: 402 until the balance covers the price', async () => {
    simulator.setFaults({ balance: 1.5 })
    expect((await create()).code).toBe(200)
    expect(await create()).toMatchObject({ status: 200, code: 402 })
    simulator.setFaults({ balance: 0.8 })
    expect((await create()).code).toBe(200)
    expect(simulator.books().balance).toBe(0)
  })

  test('no credits: told in any code and words, as KIE does', async () => {
    const msg = "Credits insufficient : Your current balance isn't enough"
    simulator.setFaults({ balance: 0, noCredits: { code: 500, msg } })
    expect(await create()).toMatchObject({ status: 200, code: 500, msg })
    expect(simulator.books().creates).toEqual({ accepted: 0, byCode: { '500': 1 } })
    simulator.setFaults({ balance: 0.8 })
    expect((await create()).code).toBe(200)
  })

  test('unauthorized: 401 everywhere', async () => {
    simulator.setFaults({ unauthorized: true })
    const replies = [await create(), await kie.read('x'), await kie.get('/api/v1/chat/credit')]
    expect(replies.map(({ status, code }) => [status, code])).toEqual([
      [200, 401],
      [200, 401],
      [200, 401],
    ])
  })

  test('maintenance: 455 on creations and reads', async () => {
    simulator.setFaults({ maintenance: true })
    expect([(await create()).code, (await kie.read('x')).code]).toEqual([455, 455])
    expect((await kie.get('/api/v1/chat/credit')).code).toBe(200)
  })

  test('a read limit: 429 on reads only', async () => {
    simulator.setFaults({ readLimit: { max: 2, windowMs: 60_000 } })
    const taskId = await kie.createId('a')
    expect((await times(3, () => kie.read(taskId))).toSorted((a, b) => a - b)).toEqual([200, 200, 429])
    expect((await create()).code).toBe(200)
  })

  test.each([
    ['afterCharge', 5],
    ['beforeCharge', 0],
  ] as const)('every answer lost %s leaves %i charges', async (when, charges) => {
    simulator.setFaults({ loseAnswers: { probability: 1, when } })
    await Promise.all(Array.from({ length: 5 }, () => expect(create()).rejects.toThrow('fetch failed')))
    expect(simulator.books().creates).toEqual({ accepted: charges, byCode: { lost: 5 } })
  })

  test('some answers lost, some of them charged', async () => {
    simulator.setFaults({ submitLimit: null, loseAnswers: 0.5 })
    const answers = await Promise.allSettled(Array.from({ length: 60 }, create))
    const lost = answers.filter(({ status }) => status === 'rejected').length
    const { accepted, byCode } = simulator.books().creates
    expect(byCode).toEqual({ '200': 60 - lost, lost })
    expect(lost).toBeGreaterThan(10)
    expect(lost).toBeLessThan(50)
    expect(accepted).toBeGreaterThan(60 - lost)
    expect(accepted).toBeLessThan(60)
  })

  test('callbacks dropped or doubled by chance', async () => {
    const callBackUrl = 'http://127.0.0.1:9/'
    const withCallback = async () => {
      const taskId = await kie.createId('[sim: durationMs=1]', { callBackUrl })
      await kie.readEnd(taskId)
    }
    simulator.setFaults({ dropCallbacks: 1 })
    await withCallback()
    expect(simulator.books()).toMatchObject({ callbacksDropped: 1, callbacksSent: 0 })
    simulator.setFaults({ dropCallbacks: 0, duplicateCallbacks: 1 })
    await withCallback()
    while (simulator.books().callbacksFailed < 2) await create()
    expect(simulator.books().callbacksSent).toBe(2)
  })

  test('latency falls on the endpoint it is set for', async () => {
    simulator.setFaults({ latencyMs: { credit: { min: 60, max: 60 } } })
    const startedAt = performance.now()
    await kie.get('/api/v1/chat/credit')
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(58)
  })
})

const timed = async (call: () => Promise<unknown>) => {
  const startedAt = performance.now()
  await call()
  return performance.now() - startedAt
}

describe('the network', () => {
  test('takes its time each way of every call, on top of what the endpoint takes', async () => {
    simulator.setFaults({
      networkMs: { min: 60, max: 60 },
      latencyMs: { createTask: { min: 50, max: 50 } },
    })
    expect(await timed(() => kie.get('/api/v1/chat/credit'))).toBeGreaterThanOrEqual(118)
    const sentAt = performance.timeOrigin + performance.now()
    expect(await timed(create)).toBeGreaterThanOrEqual(168)
    expect(simulator.books().createTimes[0]! - sentAt).toBeGreaterThanOrEqual(58)
  })
})

describe('faults over HTTP', () => {
  test('change by name, are shown, and go back to the start', async () => {
    const changed = await kie.control('PUT', '/_sim/faults', {
      maintenance: true,
      balance: 7,
      hmacKey: 'hidden',
    })
    expect(changed).toMatchObject({ status: 200, json: { maintenance: true, balance: 7, hmacKey: '(set)' } })
    await kie.control('PUT', '/_sim/faults', { maintenance: false })
    expect((await kie.control('GET', '/_sim/faults')).json).toMatchObject({ maintenance: false, balance: 7 })
    expect((await kie.control('DELETE', '/_sim/faults')).json).toMatchObject({
      balance: 1_000_000,
      hmacKey: null,
      submitLimit: { max: 20, windowMs: 10_000 },
    })
  })

  test.each([
    [{ loseAnswers: 2 }, 'loseAnswers'],
    [{ latencyMs: { credit: { min: 2, max: 1 } } }, 'latencyMs.credit'],
    [{ surprise: true }, ''],
  ])('%j is refused whole', async (changes, path) => {
    const refused = await kie.control('PUT', '/_sim/faults', { maintenance: true, ...changes })
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ path }] } })
    expect((await kie.read('x')).code).toBe(422)
  })
})

describe('the key', () => {
  test('any key passes by default, none does not', async () => {
    expect((await create()).code).toBe(200)
    const bare = await fetch(`${simulator.url}/api/v1/chat/credit`)
    expect(await bare.json()).toEqual({ code: 401, msg: 'You do not have access permissions', data: null })
  })

  test('only the given key passes once one is given', async () => {
    const strict = await startSimulator({ apiKey: 'the-key' })
    const codes = await Promise.all(
      ['the-key', 'another'].map(async (key) => (await new KieCaller(strict, key).create('a')).code),
    )
    await strict.close()
    expect(codes).toEqual([200, 401])
  })
})
