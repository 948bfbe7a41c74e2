import type { ActOutcome, EditedInput, JobForAct, LastAct } from '@kiln/ledger'
import {
  asksKieFirst,
  decideRequeue,
  type ChargeRisk,
  type DecisionTiming,
  type RequeueDecision,
  type RequeuedJob,
} from '@kiln/lifecycle'
import type { ApiDeps } from '../deps.ts'
import { askKie, type Asked } from './ask-kie.ts'
import { settleRead } from './settle-read.ts'

interface Wish {
  by: string
  /** Whether a second charge is all right for this reason. */
  confirms: (risk: ChargeRisk) => boolean
  edited: EditedInput | null
}

type Answered = Exclude<Asked, { kind: 'stale' }>

type Requeued =
  /** Somebody acted on the job while KIE was about to be asked. */
  | { kind: 'stale'; lastAct: LastAct | null }
  | { kind: 'needsConfirm'; risk: ChargeRisk; asked: Answered | null }
  | { kind: 'acted'; event: 'adopted' | 'resumed' | 'requeued'; acted: ActOutcome }

const EVENTS = { adopt: 'adopted', resume: 'resumed', newAttempt: 'requeued' } as const

/** Runs one job again, by the same rules whoever asks. It is readable, and in a state that may be requeued. */
export async function requeue(
  deps: ApiDeps,
  timing: DecisionTiming,
  found: JobForAct,
  wish: Wish,
): Promise<Requeued> {
  const { job } = found
  const requeued = job as RequeuedJob
  const asked = asksKieFirst(requeued) ? await askKie(deps, timing, job, job.taskId!) : null
  if (asked?.kind === 'stale') return asked
  const decision = decideRequeue(requeued, asked?.kind === 'asked' ? asked.outcome : null)
  if (decision.kind === 'newAttempt' && decision.risk !== null && !wish.confirms(decision.risk)) {
    return { kind: 'needsConfirm', risk: decision.risk, asked }
  }
  const acted = await carryOut(deps, { ...wish, found, decision, asked }, timing)
  return { kind: 'acted', event: EVENTS[decision.kind], acted }
}

interface Decided extends Wish {
  found: JobForAct
  decision: RequeueDecision
  asked: Answered | null
}

async function carryOut(
  { ledger }: ApiDeps,
  { found, decision, asked, edited, by }: Decided,
  timing: DecisionTiming,
): Promise<ActOutcome> {
  const { job } = found
  const read = asked?.kind === 'asked' ? asked : null
  if (decision.kind === 'newAttempt' || read === null || job.taskId === null) {
    const confirmed = decision.kind === 'newAttempt' && decision.risk !== null
    return ledger.acts.requeue(found, { by, confirmed, edited, charged: chargeIn(read) })
  }
  if (job.state === 'parked') {
    const bind = { by, act: decision.kind, taskId: job.taskId }
    const bound = await ledger.acts.bind(found, bind, read.evidence)
    if (bound.kind === 'done') await settleRead(ledger, timing, job, job.taskId, read)
    return bound
  }
  if (decision.kind === 'resume') return ledger.acts.resume(found, by, read.evidence)
  const { outcome, evidence } = read
  // The decision was made on this very outcome.
  if (outcome.class !== 'succeeded') throw new Error(`nothing to adopt in ${outcome.class}`)
  return ledger.acts.adopt(found, by, { result: outcome.result, credits: outcome.creditsConsumed }, evidence)
}

/** What the attempt before turned out to have cost. */
function chargeIn(read: Extract<Asked, { kind: 'asked' }> | null): number | null {
  return read && 'creditsConsumed' in read.outcome ? read.outcome.creditsConsumed : null
}
