import type { Failure, ReadDecision, ReadOutcome, SubmitDecision } from '@kiln/lifecycle'
import { asksKieFirst, decideRequeue, mayRequeue, type RequeuedJob } from '@kiln/lifecycle'
import type { LedgerUnderTest } from '../testing/ledger-under-test.ts'
import type { Claim } from '../watch/claim.ts'
import type { Confirmation } from '../watch/confirm.ts'
import type { ActOutcome, JobForAct } from './acts.ts'

export const CREDITS = 8
const FAILURE_COSTS = 3
const RESULT = { urls: ['https://a/b.png'] }
const FAILURE: Failure = { class: 'contentRefused', code: '422', message: 'x', charged: 'no' }
const WORDS = { code: '422', message: 'recordInfo is null' }

/**
 * How a task ends: `flips` is a failure that KIE takes back, `wavers` one that it takes back while the task still
 * runs, `gone` is forgotten for a while.
 */
export const FATES = ['success', 'fail', 'flips', 'wavers', 'gone'] as const
/** What becomes of one createTask call. `lostTask` made a task and `lostNone` none; nobody is told. */
export const ANSWERS = ['bound', 'bound', 'lostTask', 'lostNone', 'silent', 'rejected', 'released'] as const

interface Task {
  id: string
  attempt: number
  fate: (typeof FATES)[number]
  /** 0: it runs; 1: it has ended; 2 and 3: KIE has had its second thoughts. */
  age: number
}

/** One step, taken whole when its turn comes. */
export type Step = () => Promise<void>

/** KIE as it really is, and everything that its calls and acts came to. */
export interface World extends LedgerUnderTest {
  jobId: string
  tasks: Task[]
  done: ActOutcome[]
  begins: number
  /** What KIE was told with an attempt. */
  secretOf: (attempt: number) => Promise<string>
}

const goodEvidence = { ok: true, askedAt: Number.MAX_SAFE_INTEGER, hold: null }

function outcomeOf({ tasks }: World, taskId: string | null): ReadOutcome {
  const task = tasks.find(({ id }) => id === taskId)
  const said = (task && SAID[task.fate][Math.min(task.age, 3)]) ?? 'gone'
  switch (said) {
    case 'runs':
      return { class: 'pending' }
    case 'success':
      return { class: 'succeeded', result: RESULT, creditsConsumed: CREDITS }
    case 'fail':
      return { class: 'failed', failure: 'contentRefused', words: WORDS, creditsConsumed: FAILURE_COSTS }
    case 'gone':
      return { class: 'taskUnknown', words: WORDS }
  }
}

/** What KIE says of a task as it grows older. */
const SAID: Record<Task['fate'], ('runs' | 'success' | 'fail' | 'gone')[]> = {
  success: ['runs', 'success', 'success', 'success'],
  fail: ['runs', 'fail', 'fail', 'fail'],
  flips: ['runs', 'fail', 'success', 'success'],
  wavers: ['runs', 'fail', 'runs', 'success'],
  gone: ['runs', 'gone', 'gone', 'success'],
}

/** Where a job has got to before everybody acts at once. */
export const STARTS = ['queued', 'running', 'read', 'unconfirmed', 'parked'] as const

export async function bringTo(
  world: World,
  start: (typeof STARTS)[number],
  fate: Task['fate'],
): Promise<void> {
  const early = {
    queued: [],
    running: ['bound'],
    read: ['bound'],
    unconfirmed: ['lostTask'],
    parked: ['lostTask'],
  }
  const [answer] = early[start] as (typeof ANSWERS)[number][]
  if (!answer) return
  const steps = [...worker(world, answer, fate)]
  if (start === 'read') steps.push(...kieGoesOn(world), ...watcher(world, false))
  if (start === 'parked') steps.push(...sweep(world))
  for (const step of steps) await step()
}

/** A worker that submits: the intent, the call, and writing its answer down are three steps. */
export function worker(world: World, answer: (typeof ANSWERS)[number], fate: Task['fate']): Step[] {
  const { ledger, jobId } = world
  let attempt: number | null = null
  let decision: SubmitDecision | null = null
  const intent = { secret: `secret-${(world.begins += 1)}`, at: 1 }
  return [
    async () => {
      await ledger.feed()
      const begun = await ledger.begin(jobId, intent.secret)
      if (begun.kind === 'go') attempt = begun.attempt
    },
    async () => {
      if (attempt === null) return
      decision = post(world, attempt, answer, fate)
    },
    async () => {
      if (attempt === null || decision === null) return
      await ledger.recordAnswer({ id: jobId, attempt, intent }, decision, {})
    },
  ]
}

/** The one place that makes tasks: each of them is a charge. */
function post(
  { tasks }: World,
  attempt: number,
  answer: (typeof ANSWERS)[number],
  fate: Task['fate'],
): SubmitDecision | null {
  const id = `task-${tasks.length + 1}`
  const makesTask = answer === 'bound' || answer === 'lostTask' || answer === 'silent'
  if (makesTask) tasks.push({ id, attempt, fate, age: 0 })
  switch (answer) {
    case 'bound':
      return { event: 'bound', taskId: id }
    case 'lostTask':
    case 'lostNone':
      return { event: 'lost', cause: 'timeout' }
    case 'silent':
      return null
    case 'rejected':
      return { event: 'rejected', failure: FAILURE, gate: null }
    case 'released':
      return { event: 'released', gate: null, pauseMs: 0, wire: 'answered' }
  }
}

/** KIE goes on with all that it has. */
export const kieGoesOn = ({ tasks }: World): Step[] => [
  async () => {
    for (const task of tasks) task.age += 1
  },
]

/** KIE calls back about a task, whichever it is. */
export const callback = (world: World, nth: number): Step[] => [
  async () => {
    const { tasks, ledger, jobId } = world
    const task = tasks[nth % Math.max(1, tasks.length)]
    if (!task) return
    const secret = await world.secretOf(task.attempt)
    const claimsSuccess = outcomeOf(world, task.id).class === 'succeeded'
    await ledger.hint({ jobId, attempt: task.attempt, secret, taskId: task.id, claimsSuccess })
  },
]

/** A watcher: it claims, asks, and writes down what it was told. `limit`: our own clock runs out meanwhile. */
export function watcher(world: World, limit: boolean): Step[] {
  const { ledger } = world
  let claims: Claim[] = []
  let told: ReadOutcome[] = []
  return [
    async () => {
      claims = (await ledger.claim(10)).claims
    },
    async () => {
      told = claims.map((claim) => outcomeOf(world, taskIdOf(claim)))
    },
    async () => {
      for (const [n, claim] of claims.entries()) await settle(world, claim, told[n]!, limit)
    },
  ]
}

const taskIdOf = (claim: Claim): string | null =>
  claim.kind === 'confirm' ? claim.taskId : claim.kind === 'watch' ? claim.job.taskId : null

async function settle({ ledger, tasks }: World, claim: Claim, outcome: ReadOutcome, limit: boolean) {
  if (claim.kind === 'damaged') throw new Error(claim.fault)
  if (claim.kind === 'confirm') {
    const isOwn = tasks.some(({ id, attempt }) => id === claim.taskId && attempt === claim.attempt)
    await ledger.recordConfirmation(
      claim,
      isOwn ? confirmationOf(outcome) : { kind: 'refused' },
      goodEvidence,
      0,
    )
    return
  }
  const { job, hintsSeen } = claim
  const task = { id: job.id, attempt: job.attempt, taskId: job.taskId!, hintsSeen }
  const decision = decisionOf(outcome, job, limit)
  await ledger.recordRead(task, { decision, evidence: goodEvidence, now: 0, detail: null })
}

function confirmationOf(outcome: ReadOutcome): Confirmation {
  if (outcome.class === 'succeeded') {
    return { kind: 'ours', verdict: { result: outcome.result, credits: outcome.creditsConsumed } }
  }
  if (outcome.class === 'taskUnknown') return { kind: 'refused' }
  return { kind: 'ours', verdict: outcome.class === 'failed' ? 'failed' : 'pending' }
}

function decisionOf(
  outcome: ReadOutcome,
  job: { state: string; retries: number; retriesUsed: number },
  limit: boolean,
): ReadDecision {
  if (outcome.class === 'succeeded') {
    return { event: 'succeeded', result: outcome.result, creditsConsumed: outcome.creditsConsumed }
  }
  if (outcome.class === 'failed') {
    const mayRetry = job.state === 'running' && job.retries > job.retriesUsed
    return mayRetry
      ? { event: 'retried', failure: FAILURE, creditsConsumed: FAILURE_COSTS, gate: null, pauseMs: 0 }
      : { event: 'failed', failure: FAILURE, creditsConsumed: FAILURE_COSTS }
  }
  if (outcome.class === 'taskUnknown') return { event: 'vanished' }
  if (!limit) return { event: null, readAt: 0, resultless: false }
  return job.state === 'late' ? { event: 'watchEnded' } : { event: 'limitPassed', readAt: 0 }
}

/** Answers that never came are given up. */
export const sweep = ({ ledger }: World): Step[] => [
  async () => {
    for (const overdue of await ledger.findOverdue(10)) {
      if ('damaged' in overdue) throw new Error(overdue.damaged)
      await ledger.endOverdue(overdue)
    }
  },
]

export const cancel = ({ ledger, jobId }: World, by: string): Step[] => [
  async () => void (await ledger.cancel(jobId, by)),
]

/** A person looks at the job, KIE is asked, and the act follows: as the API does it, in three steps. */
export function requeue(world: World, by: string, confirmed: boolean, silent: boolean): Step[] {
  const { ledger, jobId, done } = world
  let found: JobForAct | null = null
  let read: ReadOutcome | null = null
  return [
    async () => {
      found = await ledger.acts.read(jobId)
    },
    async () => {
      if (!found || !mayRequeue(found.job.state) || silent) return
      if (asksKieFirst(found.job as RequeuedJob)) read = outcomeOf(world, found.job.taskId)
    },
    async () => {
      if (!found || !mayRequeue(found.job.state)) return
      const decision = decideRequeue(found.job as RequeuedJob, read)
      if (decision.kind === 'newAttempt') {
        if (decision.risk !== null && !confirmed) return
        const charged = read && 'creditsConsumed' in read ? read.creditsConsumed : null
        done.push(await ledger.acts.requeue(found, { by, confirmed, edited: null, charged }))
        return
      }
      const taskId = found.job.taskId!
      if (found.job.state === 'parked') {
        done.push(await ledger.acts.bind(found, { by, act: decision.kind, taskId }, goodEvidence))
      } else if (decision.kind === 'resume') {
        done.push(await ledger.acts.resume(found, { by }, goodEvidence))
      } else {
        const success = { result: RESULT, credits: CREDITS }
        done.push(await ledger.acts.adopt(found, { by }, success, goodEvidence))
      }
    },
  ]
}

/** A person found a task in the log of KIE. It is this attempt's, or the record would not fit. */
export function bind(world: World, by: string, nth: number): Step[] {
  const { ledger, jobId, tasks, done } = world
  let found: JobForAct | null = null
  return [
    async () => {
      found = await ledger.acts.read(jobId)
    },
    async () => {
      const task = tasks[nth % Math.max(1, tasks.length)]
      if (!found || !task || task.attempt !== found.job.attempt) return
      if (found.job.state !== 'parked' && found.job.state !== 'unconfirmed') return
      if (found.job.taskId !== null && found.job.taskId !== task.id) return
      if (outcomeOf(world, task.id).class === 'taskUnknown') return
      done.push(await ledger.acts.bind(found, { by, act: 'bind', taskId: task.id }, goodEvidence))
    },
  ]
}

export function writeOff({ ledger, jobId, done }: World, by: string): Step[] {
  let found: JobForAct | null = null
  return [
    async () => {
      found = await ledger.acts.read(jobId)
    },
    async () => {
      if (found?.job.state === 'parked') done.push(await ledger.acts.writeOff(found, by))
    },
  ]
}
