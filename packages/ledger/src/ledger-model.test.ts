import { describe, expect, test } from '@jest/globals'
import {
  isEnded,
  nextState,
  STATE_NAMES,
  type Failure,
  type JobEvent,
  type ReadDecision,
  type State,
  type SubmitDecision,
} from '@kiln/lifecycle'
import fc from 'fast-check'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from './testing/ledger-under-test.ts'
import { usePrivateRedis } from './testing/private-redis.ts'

const own = usePrivateRedis()

const RUNS = Number(process.env['KILN_PROPERTY_RUNS'] ?? 60)

/** What the ledger should know of a job, kept by the simplest means. */
interface ModelJob {
  model: string
  state: State
  attempt: number
  taskId: string | null
  cancelRequested: boolean
  fed: boolean
  verdicts: number
  /** Attempts whose task is known. */
  bound: Set<number>
}

interface Model {
  jobs: Map<string, ModelJob>
  created: number
  begins: number
}

type Command = fc.AsyncCommand<Model, LedgerUnderTest>

// Of a kind that does not speak against the model, so that no gate closes.
const failure: Failure = { class: 'contentRefused', code: '422', message: 'x', charged: 'unknown' }

const ANSWERS: SubmitDecision[] = [
  { event: 'bound', taskId: 'task' },
  { event: 'released', gate: null, pauseMs: 0, wire: 'answered' },
  { event: 'rejected', failure, gate: null },
  { event: 'retried', failure, pauseMs: 0 },
  { event: 'lost', cause: 'timeout' },
]
const READS: ReadDecision[] = [
  { event: 'succeeded', result: { urls: ['https://a/b'] }, creditsConsumed: 1 },
  { event: 'failed', failure, creditsConsumed: null },
  { event: 'retried', failure, creditsConsumed: 1, gate: null, pauseMs: 0 },
  { event: 'limitPassed', readAt: 1000 },
  { event: 'watchEnded' },
  { event: 'vanished' },
  { event: 'resultless', creditsConsumed: 1 },
  { event: null, readAt: 0, resultless: false },
]

const pick = (model: Model, nth: number): [string, ModelJob] | null => {
  const all = [...model.jobs]
  return all.length === 0 ? null : all[nth % all.length]!
}

/** Moves the model as the table says; false where it says nothing. */
function moveModel(job: ModelJob, event: JobEvent): boolean {
  const to = nextState(job.state, event, job.cancelRequested)
  if (to === null) return false
  if (isEnded(to) && to !== job.state) job.verdicts++
  if (to === 'queued') job.taskId = null
  if (to !== job.state) job.fed = false
  job.state = to
  return true
}

const accept = fc
  .record({ tenant: fc.constantFrom('a', 'b'), model: fc.constantFrom('m1', 'm2') })
  .map((choice): Command => ({
    check: () => true,
    toString: () => `accept(${choice.tenant}, ${choice.model})`,
    async run(model, { ledger }) {
      const job = newJob({ ...choice, id: `job_${String(model.created++).padStart(24, '0')}` })
      expect(await ledger.accept(job, null)).toMatchObject({ kind: 'accepted' })
      model.jobs.set(job.id, {
        model: job.model,
        state: 'queued',
        attempt: 0,
        taskId: null,
        cancelRequested: false,
        fed: false,
        verdicts: 0,
        bound: new Set(),
      })
    },
  }))

const feed = fc.constant<Command>({
  check: () => true,
  toString: () => 'feed',
  async run(model, { ledger }) {
    const { rings } = await ledger.feed()
    const ready = [...model.jobs].filter(([, job]) => job.state === 'queued' && !job.fed).map(([id]) => id)
    expect(rings.map(({ id }) => id).toSorted()).toEqual(ready.toSorted())
    for (const id of ready) model.jobs.get(id)!.fed = true
  },
})

const begin = fc.nat().map((nth): Command => ({
  check: (model) => model.jobs.size > 0,
  toString: () => `begin(${nth})`,
  async run(model, { ledger }) {
    const [id, job] = pick(model, nth)!
    const mayGo = job.state === 'queued' && job.fed
    const answer = await ledger.begin(id, `secret-${model.begins++}`)
    expect(answer.kind).toBe(mayGo ? 'go' : 'taken')
    if (mayGo) {
      job.attempt++
      moveModel(job, 'begun')
    }
  },
}))

const answer = fc
  .record({ nth: fc.nat(), decision: fc.constantFrom(...ANSWERS), stale: fc.boolean() })
  .map(({ nth, decision, stale }): Command => ({
    check: (model) => model.jobs.size > 0,
    toString: () => `answer(${nth}, ${decision.event}${stale ? ', of an earlier attempt' : ''})`,
    async run(model, { ledger }) {
      const [id, job] = pick(model, nth)!
      const attempt = stale ? job.attempt - 1 : job.attempt
      const moved = await ledger.recordAnswer({ id, attempt }, decision, {})
      const states: State[] = ['submitting', 'unconfirmed', 'parked']
      // A job that a person sends again is spared that by the task of its last attempt.
      const awaited = states.includes(job.state) || (decision.event === 'bound' && job.state === 'queued')
      const known = decision.event === 'bound' && job.bound.has(attempt)
      const applies = !stale && !known && awaited && job.taskId === null && moveModel(job, decision.event)
      expect(moved.kind === 'moved').toBe(applies)
      if (!applies || decision.event !== 'bound') return
      job.taskId = decision.taskId
      job.bound.add(attempt)
    },
  }))

const read = fc
  .record({ nth: fc.nat(), decision: fc.constantFrom(...READS), stale: fc.boolean() })
  .map(({ nth, decision, stale }): Command => ({
    check: (model) => [...model.jobs.values()].some(({ taskId }) => taskId !== null),
    toString: () => `read(${nth}, ${decision.event ?? 'nothing yet'}${stale ? ', of another task' : ''})`,
    async run(model, { ledger }) {
      const tasked = [...model.jobs].filter(([, { taskId }]) => taskId !== null)
      const [id, job] = tasked[nth % tasked.length]!
      const task = { id, attempt: job.attempt, taskId: stale ? 'another' : job.taskId!, hintsSeen: 0 }
      const moved = await ledger.recordRead(task, {
        decision,
        evidence: { ok: true, askedAt: 0, hold: null },
        now: 0,
        detail: null,
      })
      if (stale) expect(moved.kind).toBe('stale')
      else if (decision.event === null) expect(moved.kind).toBe('noted')
      else expect(moved.kind === 'moved').toBe(moveModel(job, decision.event))
    },
  }))

const cancel = fc.nat().map((nth): Command => ({
  check: (model) => model.jobs.size > 0,
  toString: () => `cancel(${nth})`,
  async run(model, { ledger }) {
    const [id, job] = pick(model, nth)!
    const outcome = await ledger.cancel(id)
    if (job.state === 'queued') {
      expect(outcome.kind).toBe('canceled')
      moveModel(job, 'canceled')
    } else if (nextState(job.state, 'cancelRequested', false)) {
      expect(outcome.kind).toBe('requested')
      job.cancelRequested = true
    } else {
      expect(outcome.kind).toBe('refused')
    }
  },
}))

const sweep = fc.constant<Command>({
  check: () => true,
  toString: () => 'sweep',
  async run(model, { ledger }) {
    const overdue = await ledger.findOverdue(1000)
    const expected = [...model.jobs].filter(
      ([, { state }]) => state === 'submitting' || state === 'unconfirmed',
    )
    expect(overdue.map(({ id }) => id).toSorted()).toEqual(expected.map(([id]) => id).toSorted())
    for (const attempt of overdue) {
      if ('damaged' in attempt) throw new Error(attempt.damaged)
      await ledger.endOverdue(attempt)
      moveModel(model.jobs.get(attempt.id)!, attempt.state === 'submitting' ? 'lost' : 'horizonPassed')
    }
  },
})

const quarantine = fc.nat().map((nth): Command => ({
  check: (model) => model.jobs.size > 0,
  toString: () => `quarantine(${nth})`,
  async run(model, { ledger }) {
    const [id, job] = pick(model, nth)!
    const moved = await ledger.quarantine(id, 'a fault')
    expect(moved.kind === 'moved').toBe(moveModel(job, 'quarantined'))
  },
}))

/** Every index says the same as the records, and the records the same as the model. */
async function checkAll(model: Model, { ledger, prefix }: LedgerUnderTest): Promise<void> {
  const key = (name: string) => `${prefix}:${name}`
  const members = async (name: string) => (await own.redis.zrange(key(name), 0, '-1')).toSorted()
  const idsWhere = (holds: (job: ModelJob) => boolean) =>
    [...model.jobs]
      .filter(([, job]) => holds(job))
      .map(([id]) => id)
      .toSorted()

  for (const [id, expected] of model.jobs) {
    const job = await ledger.read(id)
    expect(job).toMatchObject({ state: expected.state, attempt: expected.attempt, taskId: expected.taskId })
    expect(job!.cancelRequestedAt !== null).toBe(expected.cancelRequested)
  }
  for (const state of STATE_NAMES) {
    expect(await members(`state:${state}`)).toEqual(idsWhere((job) => job.state === state))
  }
  expect(await members('deadline')).toEqual(
    idsWhere(({ state }) => state === 'submitting' || state === 'unconfirmed'),
  )
  expect(await members('due')).toEqual(idsWhere(({ state }) => state === 'running' || state === 'late'))
  expect(await members('fed')).toEqual(idsWhere(({ fed }) => fed))
  const ready = await Promise.all(
    ['a', 'b'].flatMap((tenant) => ['m1', 'm2'].map((name) => members(`ready:${tenant}/singles:${name}`))),
  )
  expect(ready.flat().toSorted()).toEqual(idsWhere(({ state, fed }) => state === 'queued' && !fed))
  for (const name of ['m1', 'm2']) {
    const counted = Number((await own.redis.hget(key('queuedByModel'), name)) ?? 0)
    expect(counted).toBe(idsWhere((job) => job.state === 'queued' && job.model === name).length)
  }
  const verdicts = [...model.jobs.values()].reduce((sum, job) => sum + job.verdicts, 0)
  const rows = await own.redis.xrange(key('outbox'), '-', '+')
  expect(rows.filter(([, fields]) => isEnded(fields.at(-1) as State))).toHaveLength(verdicts)
  const { accepted, states } = await ledger.figures()
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(accepted)
}

describe('any sequence of acts', () => {
  test(
    'leaves records, indexes and verdicts as the simplest model of them says',
    async () => {
      const commands = fc.commands(
        [accept, feed, begin, answer, answer, read, read, cancel, sweep, quarantine],
        {
          maxCommands: 40,
        },
      )
      await fc.assert(
        fc.asyncProperty(commands, async (sequence) => {
          // Every deadline is over at once, so that the sweep finds all there is.
          const under = ledgerUnderTest(own.redis, {
            createTimeoutMs: 0,
            intentGraceMs: 0,
            unconfirmedHorizonMs: 0,
          })
          const model: Model = { jobs: new Map(), created: 0, begins: 0 }
          await fc.asyncModelRun(() => ({ model, real: under }), sequence)
          await checkAll(model, under)
        }),
        { numRuns: RUNS },
      )
    },
    Math.max(120_000, RUNS * 400),
  )
})
