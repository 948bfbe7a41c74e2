import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createKieClient } from '@kiln/kie-client'
import { connectForWork, createLedger, ledgerLimits, type Ledger, type NewJob } from '@kiln/ledger'
import { newJob } from '@kiln/ledger/testing'
import { startPrivateRedis } from '@kiln/local'
import { REAL_TIMING } from '@kiln/lifecycle'
import { startSimulator, type Simulator } from '@kiln/simulator'
import { createLogger, createMetrics, limitRepeats } from '@kiln/telemetry'
import type { Redis } from 'ioredis'
import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createReport } from '../report.ts'
import { keepUnwritten } from './unwritten-answers.ts'
import { submitJob, type SubmitDeps } from './submit-job.ts'

let server: Awaited<ReturnType<typeof startPrivateRedis>>
let redis: Redis
let kie: Simulator
let ledger: Ledger
let client: ReturnType<typeof createKieClient>
let lines: Record<string, unknown>[]

beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'auto' })
  redis = connectForWork(server.url)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})
beforeEach(async () => {
  kie = await startSimulator()
  client = createKieClient({ baseUrl: kie.url, apiKey: 'a-key-of-the-test', userAgent: 'kiln-test' })
  lines = []
  ledger = createLedger(
    redis,
    `{${randomBytes(6).toString('hex')}}`,
    ledgerLimits({
      submitWindow: { count: 20, windowMs: 10_000 },
      pollWindow: { count: 2, windowMs: 1_000 },
      createTimeoutMs: 2_000,
      pollDeadlineMs: 600_000,
      unconfirmedHorizonMs: 1_800_000,
      creditProbeMs: 60_000,
      weights: {},
      budgets: {},
      queuePerKey: {},
      callbacks: true,
      speed: 1,
    }),
  )
})
afterEach(async () => {
  client.close()
  await kie.close()
})

function deps(overrides: Partial<SubmitDeps> = {}): SubmitDeps {
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  }
  const log = createLogger({ level: 'info', name: 'test', destination })
  return {
    ledger,
    kie: client,
    timing: REAL_TIMING,
    clock: { nowMs: () => performance.now() },
    report: createReport(log, limitRepeats(log), createMetrics({ app: 'worker' })),
    createTimeoutMs: 2_000,
    firstReadMs: () => 3_000,
    callbackBase: 'http://127.0.0.1:9',
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    requestFeed: () => undefined,
    unwritten: keepUnwritten(),
    ...overrides,
  }
}

async function fedJob(overrides: Partial<NewJob> = {}): Promise<string> {
  const job = newJob(overrides)
  await ledger.accept(job, null)
  await ledger.feed()
  return job.id
}

describe('submitting a job', () => {
  test('posts once, binds the task, and tells it in one line without the prompt', async () => {
    const id = await fedJob()
    await submitJob(deps(), id)
    const job = await ledger.read(id)
    expect(job).toMatchObject({ state: 'running', attempt: 1, taskId: kie.books().charges[0]?.taskId })
    expect(kie.books().byKey).toEqual({ [id]: 1 })
    expect(lines).toMatchObject([{ event: 'bound', job: id, state: 'running', class: 'accepted' }])
    expect(JSON.stringify(lines)).not.toContain('dusk')
  })

  test('rung ten times at once is charged once', async () => {
    const id = await fedJob()
    const shared = deps()
    await Promise.all(Array.from({ length: 10 }, () => submitJob(shared, id)))
    expect(kie.books().byKey).toEqual({ [id]: 1 })
    expect(kie.books().creates.accepted).toBe(1)
  })

  test('that was held up past its deadline posts nothing and waits again', async () => {
    const id = await fedJob()
    // The process was stopped between begin and the call: its clock says so.
    let asked = 0
    await submitJob(deps({ clock: { nowMs: () => (asked++ === 0 ? 0 : 60_000) } }), id)
    expect(kie.books().creates.accepted).toBe(0)
    expect(await ledger.read(id)).toMatchObject({ state: 'queued', attempt: 1 })
    expect((await ledger.figures()).submitWindowUsed).toBe(0)
  })

  test('whose intent no replica holds posts nothing, costs nothing, and waits again', async () => {
    const id = await fedJob()
    const begin = async (...asked: [string, string]) => ({
      ...(await ledger.begin(...asked)),
      replicated: false,
    })
    await submitJob(deps({ ledger: { ...ledger, begin } }), id)
    expect(kie.books().creates.accepted).toBe(0)
    expect(await ledger.read(id)).toMatchObject({ state: 'queued', attempt: 1 })
    expect((await ledger.figures()).submitWindowUsed).toBe(0)
    expect(JSON.stringify(await ledger.timeline(id))).toContain(
      'no replica held the intent; nothing was posted',
    )
  })

  test.each([
    ['afterCharge' as const, 1],
    ['beforeCharge' as const, 0],
  ])('whose answer was lost %s is unconfirmed, and never posted again', async (loseAnswer, charges) => {
    kie.setBehaviours([{ match: {}, do: { loseAnswer } }])
    const id = await fedJob()
    await submitJob(deps(), id)
    expect(await ledger.read(id)).toMatchObject({ state: 'unconfirmed', attempt: 1 })
    await submitJob(deps(), id)
    expect(kie.books().charges).toHaveLength(charges)
    expect((await ledger.feed()).rings).toEqual([])
  })

  test('whose answer Redis cannot take yet is kept until it can, and its task is told meanwhile', async () => {
    const id = await fedJob()
    let refusals = 3
    const reluctant: SubmitDeps['ledger'] = {
      ...ledger,
      recordAnswer: (...answer) =>
        refusals-- > 0
          ? Promise.reject(new Error("READONLY You can't write against a read only replica."))
          : ledger.recordAnswer(...answer),
    }
    await submitJob(deps({ ledger: reluctant }), id)
    const [charge] = kie.books().charges
    expect(await ledger.read(id)).toMatchObject({ state: 'running', taskId: charge?.taskId })
    expect(lines.filter(({ event }) => event === 'answerNotWritten')).toHaveLength(1)
    expect(lines[0]).toMatchObject({ job: id, taskId: charge?.taskId })
    expect(kie.books().creates.accepted).toBe(1)
  })

  test('that Redis forgot while KIE answered is bound all the same, and charged once', async () => {
    const id = await fedJob()
    const keys = await redis.keys('*')
    const before = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
    const forgetful: SubmitDeps['kie'] = {
      async createTask(...call) {
        const exchange = await client.createTask(...call)
        await redis.flushall()
        await Promise.all(keys.map((key, i) => redis.restore(key, 0, before[i]!)))
        return exchange
      },
    }
    await submitJob(deps({ kie: forgetful }), id)
    await submitJob(deps(), id)
    const [charge] = kie.books().charges
    expect(await ledger.read(id)).toMatchObject({ state: 'running', attempt: 1, taskId: charge?.taskId })
    expect(kie.books().byKey).toEqual({ [id]: 1 })
  })

  test('whose answer waits for a Redis that is away has its task told, in case the process ends first', async () => {
    const id = await fedJob()
    const moments = new EventEmitter()
    const waiting: SubmitDeps['ledger'] = {
      ...ledger,
      recordAnswer: async (...answer) => {
        await once(moments, 'redisIsBack')
        return ledger.recordAnswer(...answer)
      },
    }
    const { report } = deps()
    const telling: SubmitDeps['report'] = {
      ...report,
      answerNotWritten: (...answer) => {
        report.answerNotWritten(...answer)
        moments.emit('told')
      },
    }
    const told = once(moments, 'told')
    const submitting = submitJob(deps({ ledger: waiting, report: telling }), id)
    await told
    expect(lines).toMatchObject([{ event: 'answerNotWritten', taskId: kie.books().charges[0]?.taskId }])
    moments.emit('redisIsBack')
    await submitting
    expect(await ledger.read(id)).toMatchObject({ state: 'running' })
  })

  test('that KIE refuses fails with its words, uncharged', async () => {
    kie.setBehaviours([{ match: {}, do: { code: 422, msg: 'prompt is required' } }])
    const id = await fedJob()
    await submitJob(deps(), id)
    expect(await ledger.read(id)).toMatchObject({
      state: 'failed',
      failure: { class: 'invalidInput', code: '422', field: 'prompt', charged: 'no' },
    })
  })

  test('while KIE is out of reach waits, and says so', async () => {
    const id = await fedJob()
    const nowhere = createKieClient({
      baseUrl: 'http://127.0.0.1:1',
      apiKey: 'a-key-of-the-test',
      userAgent: 'kiln-test',
    })
    await submitJob(deps({ kie: nowhere }), id)
    nowhere.close()
    const job = (await ledger.read(id))!
    expect(job.state).toBe('queued')
    expect((await ledger.waitingFor([job])).get(id)).toMatchObject({
      gate: 'turn',
      reason: { kind: 'pause' },
    })
    expect(lines).toMatchObject([{ event: 'released', class: 'notSent' }])
  })

  test("uses the caller's own retry when KIE says that the generation failed", async () => {
    kie.setBehaviours([{ match: {}, do: { code: 501, msg: 'generation failed' } }])
    const id = await fedJob({ retries: 1 })
    await submitJob(deps(), id)
    expect(await ledger.read(id)).toMatchObject({ state: 'queued', retriesUsed: 1 })
  })
})
