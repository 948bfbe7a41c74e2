import { describe, expect, test } from '@jest/globals'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aGroup, aRequeue, aSystem } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'

const api = useAnsweringApi()
const kiln = (...args: string[]) => runHere(args, { KILN_API_URL: api.url })
const NOON = '2026-11-21T12:00:00.000Z'
const paused = {
  gate: 'paused' as const,
  model: null,
  detail: 'paused by ops',
  since: NOON,
  until: null,
  probes: false,
  jobsHeld: 340,
}
const probing = {
  ...paused,
  gate: 'model' as const,
  model: 'z-image',
  detail: '503',
  until: NOON,
  probes: true,
  jobsHeld: 1,
}

describe('kiln system', () => {
  test('shows gates, limits, credits, queues and workers, and that nothing needs a person', async () => {
    api.answers = { 'GET /v1/system': aSystem() }
    const { code, out } = await kiln('system', '--check')
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}gates +all open$/m)
    expect(out).toMatch(/^ {2}submits +12 of 20 in 10 s$/m)
    expect(out).toMatch(/^ {2}credits +5000 left · 120 an hour · gone at 2026-11-23 05:40:00 UTC$/m)
    expect(out).toMatch(/^ {2}jobs +340 queued, 23 running$/m)
    expect(out).toMatch(/^ {2}most queued +nano-banana-2 340$/m)
    expect(out).toMatch(/Nothing needs a person\.\n$/)
  })

  test('names what needs a person, and with --check ends with 1', async () => {
    const credits = { balance: 5, seenAt: NOON, perHour: 60, goneAt: '2026-11-21T12:05:00.000Z' }
    const system = aSystem({ gates: [paused, probing], workers: [], jobs: { parked: 2 } as never, credits })
    api.answers = { 'GET /v1/system': system }
    const [told, checked] = [await kiln('system'), await kiln('system', '--check', '--json')]
    expect([told.code, checked.code]).toEqual([0, 1])
    expect(told.out).toMatch(/^ {2}gates +paused · paused by ops · 340 jobs held · until a person opens it$/m)
    expect(told.out).toMatch(/^ +model z-image · 503 · 1 job held · tries again at 2026-11-21 12:00:00 UTC$/m)
    expect(told.out).toMatch(
      /Needs a person\n {2}The gate paused stays closed until somebody opens it: kiln resume\.\n {2}Parked: 2 jobs.*\n {2}No worker.*\n {2}The credits are gone at/,
    )
    expect(JSON.parse(checked.out).needs).toEqual([
      { kind: 'gate', gate: 'paused', command: 'kiln resume' },
      { kind: 'parked', jobs: 2 },
      { kind: 'noWorker' },
      { kind: 'credits', at: '2026-11-21T12:05:00.000Z' },
    ])
  })
})

describe('kiln pause and resume', () => {
  test('say what goes on regardless, and how to undo it', async () => {
    api.answers = {
      'POST /v1/system/pause': { scope: 'model:z-image', paused: true, detail: 'paused by ops', since: NOON },
      'GET /v1/system': aSystem(),
    }
    const { code, out } = await kiln('pause', '--model', 'z')
    expect(code).toBe(0)
    expect(out).toBe(
      'z-image: nothing new is sent to KIE (paused by ops).\n' +
        '23 jobs at KIE go on and are watched to their end; new ones are still accepted, 340 wait.\n' +
        'kiln resume --model z-image lets them go again.\n',
    )
    expect(api.asked[0]).toMatchObject({ line: 'POST /v1/system/pause', body: { scope: 'model:z' } })
  })

  test('resume names what still holds jobs, and what Redis had forgotten', async () => {
    api.answers = {
      'POST /v1/system/resume': { scope: 'submit', paused: false, missingIntents: 2 },
      'GET /v1/system': [aSystem({ gates: [paused] }), aSystem({ gates: [probing] })],
    }
    const { code, out, err } = await kiln('resume')
    expect(code).toBe(0)
    expect(out).toBe(
      'All models: jobs are sent again; 340 wait for their turn.\n' +
        'Held all the same: model z-image. kiln system says why, and until when.\n',
    )
    expect(err).toContain('forgotten 2 paid attempts')
  })

  test('resume after Redis went back in time wants a yes', async () => {
    api.answers = {
      'POST /v1/system/resume': { scope: 'submit', paused: false, missingIntents: 0 },
      'GET /v1/system': aSystem({ gates: [{ ...paused, detail: 'rolledBack: 2 intents' }] }),
    }
    expect(await kiln('resume')).toMatchObject({
      code: 1,
      err: expect.stringContaining('docs/rolled-back.md'),
    })
    expect(api.asked.map(({ line }) => line)).toEqual(['GET /v1/system'])
    expect((await kiln('resume', '--yes')).code).toBe(0)
  })
})

const HOSTILE = '\u001b]0;gone\u0007\u009b2J\u202eevil\u2028'
/** Every text of an answer, made hostile; codes and times stay. */
function poisoned<T>(
  view: T,
  spared: RegExp = /^(?:class|fault|status|state|gate|since|until|.*At|now|why)$/,
): T {
  const poison = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return spared.test(name) ? value : `${value}${HOSTILE}`
    if (Array.isArray(value)) return value.map((each) => poison(each, name))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, poison(each, key)]))
  }
  return poison(view, '') as T
}

describe('nothing that KIE or a customer wrote commands the terminal', () => {
  const requeue = aRequeue('running', { skipped: { [HOSTILE]: 2 } })
  const job = {
    id: 'job_1',
    customId: 'c',
    batchId: 'b',
    model: 'm',
    state: 'failed',
    waitingFor: null,
    input: {},
    taskId: 't',
    createdAt: NOON,
    finishedAt: NOON,
    result: { urls: ['https://x'], expiresAt: NOON },
    failure: { class: 'upstreamError', code: '500', message: 'm', advice: 'a', charged: 'no' },
    parked: {
      reason: 'noAnswer',
      since: NOON,
      advice: 'a',
      fault: 'f',
      evidence: { attempts: 1, silentSeconds: 1, callbackHealth: 1, creditsAtStake: 1 },
    },
    credits: { quoted: { min: 1, max: 1 }, charged: 1 },
    links: { receipt: '/r' },
  }
  const group = aGroup()
  const batch = {
    id: 'batch_1',
    name: 'n',
    status: 'held',
    waitingFor: { gate: 'paused', detail: 'd' },
    lines: 1,
    invalid: 1,
    counts: { succeeded: 0, failed: 0, canceled: 0, parked: 0, queued: 1 },
    credits: { quoted: { min: 1, max: 1 }, charged: 0, held: 0, wasted: 0 },
    budget: null,
    createdAt: NOON,
    cancelRequestedAt: null,
    endedAt: null,
    finishAt: null,
  }
  const events = [
    {
      at: NOON,
      event: 'bound',
      from: 'submitting',
      to: 'running',
      attempt: 1,
      detail: { taskId: 't', message: 'm', by: 'b' },
    },
  ]

  test.each([
    [['failures']],
    [['failures', group.cause + HOSTILE]],
    [['jobs']],
    [['job', 'job_1']],
    [['parked']],
    [['system']],
    [['top']],
    [['requeue', 'status', 'r']],
    [['requeue', 'status']],
    [['pause']],
    [['batch', 'batch_1']],
    [['batches']],
    [['cancel', 'job_1']],
    [['requeue', 'job_1']],
    [['failures', '--json']],
    [['jobs', '--json']],
    [['system', '--json']],
    [['top', '--json']],
  ])('by %j', async (args) => {
    api.answers = {
      'GET /v1/failures': poisoned(
        { failures: [group], nextCursor: null },
        /^(?:class|fault|.*At|nextCursor)$/,
      ),
      'GET /v1/jobs': poisoned({ jobs: [job], nextCursor: null }),
      'GET /v1/jobs/job_1': poisoned(job),
      'GET /v1/jobs/job_1/events': poisoned({ id: 'job_1', events }, /^(?:at|event|from|to)$/),
      'POST /v1/jobs/job_1/cancel': poisoned(job),
      'POST /v1/jobs/job_1/requeue': poisoned(
        { ...job, outcome: 'requeued', warnings: [{ message: 'w' }] },
        /^(?:outcome|state)$/,
      ),
      'GET /v1/system': poisoned(aSystem({ gates: [paused, probing] })),
      'GET /v1/requeues/r': poisoned(requeue),
      'GET /v1/requeues': poisoned({ requeues: [requeue] }),
      'POST /v1/system/pause': poisoned({ scope: 'model:x', paused: true, detail: 'd', since: NOON }),
      'GET /v1/batches/batch_1': poisoned(batch),
      'GET /v1/batches': poisoned(
        { batches: [batch], nextCursor: null },
        /^(?:status|gate|.*At|nextCursor)$/,
      ),
    }
    const { code, out, err } = await kiln(...args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('evil')
    expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
  })
})
