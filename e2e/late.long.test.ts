import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** After the limit: 15 and 30 minutes, then every hour of a day. */
const SPARSE_READS = [15 * MINUTE, 30 * MINUTE, ...Array.from({ length: 24 }, (_, hour) => (hour + 1) * HOUR)]

/** With callbacks, and slow enough to tell 9:59 from 10:01. */
const NEAR = 20
/** Without callbacks: fifteen minutes in 6 s. */
const MIDDLE = 150
/** Without callbacks: twenty hours in 48 s. */
const FAR = 1_500
const SPEEDS = [NEAR, MIDDLE, FAR] as const

/** In which a read may see either. */
const READ_MS = 15

interface LateReads {
  /** When, after the limit. */
  planned: number[]
  made: number
}

interface Case {
  takesMs: number
  speed: (typeof SPEEDS)[number]
  /** When it is seen to have ended, after its limit; null where a callback tells, or it is not late. */
  seenMs: number | null
}
const CASES: Record<string, Case> = {
  '9:59': { takesMs: 10 * MINUTE - SECOND, speed: NEAR, seenMs: null },
  '10:01': { takesMs: 10 * MINUTE + SECOND, speed: NEAR, seenMs: null },
  '15 minutes': { takesMs: 15 * MINUTE, speed: MIDDLE, seenMs: 15 * MINUTE },
  '20 hours': { takesMs: 20 * HOUR, speed: FAR, seenMs: 20 * HOUR },
}

let stacks: Record<Case['speed'], Stack>
const watched: Record<string, { id: string; lateReads: Promise<LateReads> }> = {}

function polling(at: number): Promise<Stack> {
  const speed = { KILN_SPEED: String(at) }
  // A call takes its own time, whatever the speed.
  const env = { ...speed, KILN_CREATE_TIMEOUT: '590s' }
  return startStack({ callbacks: false, env, simulatorEnv: speed })
}

beforeAll(async () => {
  const [near, middle, far] = await Promise.all([startStack(), polling(MIDDLE), polling(FAR)])
  stacks = { [NEAR]: near, [MIDDLE]: middle, [FAR]: far }
  for (const [name, { takesMs, speed: at }] of Object.entries(CASES)) {
    // The simulator books by the job that its callback names, or else by this mark.
    const prompt = `patience #job:took-${takesMs} [sim: durationMs=${takesMs}]`
    const { id } = await submit(stacks[at], imageJob(prompt))
    watched[name] = { id, lateReads: followLateReads(stacks[at], id, at) }
  }
}, 60_000)
afterAll(() => Promise.all(Object.values(stacks).map((stack) => stack.stop())), 30_000)

/** When a late job was to be read, after its limit and in KIE's time: seen in the due-set until it ends. */
async function followLateReads({ db }: Stack, id: string, speed: number): Promise<LateReads> {
  const due = new Set<number>()
  let readBefore = Number.NaN
  await eventually(
    async () => {
      // Of one moment: a lease that began between two looks would pass for a time to read at.
      const [[, job], [, dueAt]] = (await db
        .multi()
        .hmget(`{kiln}:job:${id}`, 'limitAt', 'state', 'polls', 'lease')
        .zscore('{kiln}:due', id)
        .exec()) as [[null, (string | null)[]], [null, string | null]]
      const [limitAt, state, polls, lease] = job
      // While it is being read, the end of the lease stands in the place of its time.
      if (state === 'late' && limitAt && dueAt && dueAt !== lease) {
        due.add((Number(dueAt) - Number(limitAt)) * speed)
        if (Number.isNaN(readBefore)) readBefore = Number(polls)
      }
      return state
    },
    (state) => state === 'succeeded',
    80_000,
  )
  // A few milliseconds between a decision and its script are minutes here.
  const planned = new Set([...due].map(nearestRead))
  const polls = Number(await db.hget(`{kiln}:job:${id}`, 'polls'))
  return { planned: SPARSE_READS.filter((ms) => planned.has(ms)), made: polls - readBefore }
}

const nearestRead = (at: number) =>
  SPARSE_READS.reduce((best, ms) => (Math.abs(ms - at) < Math.abs(best - at) ? ms : best))

interface TimelineRow {
  event: string
  to?: string
}

test('a task past the limit is late meanwhile, and neither failed nor ended', async () => {
  const late = await eventually(
    () => show(stacks[FAR], watched['20 hours']!.id),
    ({ state }) => state === 'late',
  )
  expect(late).toMatchObject({ attempts: 1, result: null, failure: null, finishedAt: null })
})

test.each(Object.entries(CASES))(
  'a task of %s is delivered and charged once, and late meanwhile only past the limit',
  async (name, { takesMs, speed, seenMs }) => {
    const stack = stacks[speed]
    const { id, lateReads } = watched[name]!
    const job = await ended(stack, id, 80_000)
    expect(job).toMatchObject({ state: 'succeeded', attempts: 1, failure: null })

    const [charge, ...more] = (await stack.books()).charges.filter(({ key }) =>
      [id, `took-${takesMs}`].includes(key),
    )
    expect(more).toEqual([])
    const limitAt = Number(await stack.db.hget(`{kiln}:job:${id}`, 'limitAt'))
    const { body } = await call<{ events: TimelineRow[] }>(stack, 'GET', `/v1/jobs/${id}/events`)
    const wasLate = body.events.some(({ to }) => to === 'late')
    // By KIE's clock: a slow answer to createTask puts the limit later, and may bring the two together.
    const pastLimitMs = charge!.at + takesMs / speed - limitAt
    if (Math.abs(pastLimitMs) > READ_MS) expect(wasLate).toBe(pastLimitMs > 0)
    if (seenMs !== null) {
      const planned = SPARSE_READS.filter((ms) => ms <= seenMs)
      const late = await lateReads
      expect(late.planned).toEqual(planned)
      // A read that is settled twice counts as two.
      if (process.env['E2E_TWICE'] !== '1') expect(late.made).toBe(planned.length)
    }
    await audit(stack, [id])
  },
  90_000,
)

test.each(['15 minutes', '20 hours'])('what came after the limit is counted as rescued: %s', async (name) => {
  const stack = stacks[CASES[name]!.speed]
  const { credits } = await show(stack, watched[name]!.id)
  const rescued = figure(stack, 'kiln_credits_total{model="nano-banana-2",outcome="rescued"}')
  expect(await rescued).toBe(credits.charged)
})

test('a task that KIE forgets is parked for a person, and never sent again', async () => {
  const stack = stacks[NEAR]
  const { id } = await submit(stack, imageJob('forgotten [sim: durationMs=600000] [sim: vanishAfterMs=1000]'))
  expect(await ended(stack, id)).toMatchObject({
    state: 'parked',
    parked: { reason: 'taskVanished' },
    attempts: 1,
  })
  expect((await stack.books()).byKey[id]).toBe(1)
}, 60_000)
