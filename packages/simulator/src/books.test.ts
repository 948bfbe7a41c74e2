import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Books, type Simulator } from './index.ts'
import { KieCaller } from './testing/kie-caller.ts'

let simulator: Simulator
let kie: KieCaller

beforeEach(async () => {
  simulator = await startSimulator({ maxTasks: 3 })
  simulator.setFaults({ submitLimit: null, balance: 100 })
  kie = new KieCaller(simulator)
})
afterEach(() => simulator.close())

const RUNS = '[sim: durationMs=60000]'
const ENDS = '[sim: durationMs=1]'

describe('the charge books', () => {
  test('count a charge under the job named in the callback path, over all its attempts', async () => {
    const base = 'http://127.0.0.1:9/base/callbacks/kie'
    await kie.create(`${RUNS} #job:other`, { callBackUrl: `${base}/job7-1-secret` })
    await kie.create(RUNS, { callBackUrl: `${base}/job7-2-secret` })
    const books = simulator.books()
    expect(books.byKey).toEqual({ job7: 2 })
    expect(JSON.stringify(books)).not.toContain('secret')
  })

  test('count by the #job: marker where no callback names a job, and by the task where nothing does', async () => {
    await kie.create(`a cat ${RUNS}`, { input: { scenes: [{ text: `${RUNS} #job:cat-1 in a hat` }] } })
    const taskId = await kie.createId(RUNS)
    expect(simulator.books().byKey).toEqual({ 'cat-1': 1, [taskId]: 1 })
  })

  test('reserve the price at creation and keep it on success', async () => {
    const taskId = await kie.createId(ENDS, { model: 'google/nano-banana' })
    expect(simulator.books().balance).toBe(96)
    await kie.readEnd(taskId)
    const { balance, charges } = simulator.books()
    expect(balance).toBe(96)
    expect(charges).toEqual([
      {
        key: taskId,
        taskId,
        model: 'google/nano-banana',
        credits: 4,
        at: expect.any(Number),
        state: 'success',
      },
    ])
  })

  test('return the price when the task fails', async () => {
    await kie.create('[sim: durationMs=60000, fail=500]')
    const taskId = await kie.createId('[sim: durationMs=1, fail=500]')
    expect((await kie.readEnd(taskId)).data['creditsConsumed']).toBe(0)
    const { balance, charges } = simulator.books()
    expect(balance).toBe(99.2)
    expect(charges.map(({ credits }) => credits)).toEqual([0.8, 0])
    expect(charges[1]?.state).toBe('fail')
  })

  test('show the same balance that KIE tells', async () => {
    await kie.create(RUNS)
    expect(JSON.parse((await kie.get('/api/v1/chat/credit')).text)).toMatchObject({ code: 200, data: 99.2 })
  })

  test('count answers by code, reads, and the arrival of every createTask', async () => {
    const before = Date.now()
    const taskId = await kie.createId(RUNS)
    await kie.create('[sim: code=505]')
    await kie.create('[sim: loseAnswer]').catch(() => undefined)
    await kie.read(taskId)
    await kie.read('unknown')
    const books = simulator.books()
    expect(books.creates).toEqual({ accepted: 2, byCode: { '200': 1, '505': 1, lost: 1 } })
    expect(books).toMatchObject({ reads: 2, readsByCode: { '200': 1, '422': 1 } })
    expect(books.createTimes).toHaveLength(3)
    expect(books.createTimes[0]).toBeGreaterThan(before - 1_000)
    expect(books.createTimes[2]).toBeLessThan(Date.now() + 1_000)
  })

  test('are open over HTTP too, without the charges when asked', async () => {
    await kie.create(RUNS)
    const whole = await kie.control('GET', '/_sim/books')
    expect(whole.json).toEqual(simulator.books())
    const counts = (await kie.control('GET', '/_sim/books?charges=false')).json as Partial<Books>
    expect(counts.creates?.accepted).toBe(1)
    expect(counts.charges).toBeUndefined()
  })

  test('forget the task that ended first once there is no room, and say so', async () => {
    const ended = await kie.createId(`${ENDS} #job:first`)
    await kie.readEnd(ended)
    await Promise.all([RUNS, RUNS].map((prompt) => kie.create(prompt)))
    expect(simulator.books().forgotten).toBe(0)
    await kie.create(RUNS)
    const books = simulator.books()
    expect(books).toMatchObject({ forgotten: 1, creates: { accepted: 4 } })
    expect(books.charges).toHaveLength(3)
    expect(books.byKey['first']).toBeUndefined()
    expect((await kie.read(ended)).msg).toBe('recordInfo is null')
  })

  test('refuse a creation without a charge while every task in memory still runs', async () => {
    await Promise.all([RUNS, RUNS, RUNS].map((prompt) => kie.create(prompt)))
    expect((await kie.create(RUNS)).code).toBe(429)
    expect(simulator.books().creates.accepted).toBe(3)
  })
})
