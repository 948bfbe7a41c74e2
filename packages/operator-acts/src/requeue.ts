import type { ActOutcome, Actor, EditedInput, JobForAct, LastAct } from '@kiln/ledger'
import {
  asksKieFirst,
  decideRequeue,
  type ChargeRisk,
  type RequeueDecision,
  type RequeuedJob,
} from '@kiln/lifecycle'
import { askKie, type ActDeps, type Asked } from './ask-kie.ts'
import { settleRead } from './settle-read.ts'

export type RequeueEvent = 'adopted' | 'resumed' | 'requeued'

export interface Wish {
  /** In whose name, told what it comes to. */
  actor: (event: RequeueEvent) => Actor
  /** Whether a second charge is all right for this reason. */
  confirms: (risk: ChargeRisk) => boolean
  edited: EditedInput | null
}

type Answered = Exclude<Asked, { kind: 'stale' }>

export type Requeued =
  /** Somebody acted on the job while KIE was about to be asked. */
  | { kind: 'stale'; lastAct: LastAct | null }
  | { kind: 'needsConfirm'; risk: ChargeRisk; asked: Answered | null }
  | { kind: 'acted'; event: RequeueEvent; acted: ActOutcome; asked: Answered | null }

const EVENTS: Record<RequeueDecision['kind'], RequeueEvent> = {
  adopt: 'adopted',
  resume: 'resumed',
  newAttempt: 'requeued',
}

/** Runs one job again, by the same rules whoever asks. It is readable, and in a state that may be requeued. */
export async function requeue(deps: ActDeps, found: JobForAct, wish: Wish): Promise<Requeued> {
  const { job } = found
  const requeued = job as RequeuedJob
  const asked = asksKieFirst(requeued) && job.taskId !== null ? await askKie(deps, job, job.taskId) : null
  if (asked?.kind === 'stale') return asked
  const decision = decideRequeue(requeued, asked?.kind === 'asked' ? asked.outcome : null)
  if (decision.kind === 'newAttempt' && decision.risk !== null && !wish.confirms(decision.risk)) {
    return { kind: 'needsConfirm', risk: decision.risk, asked }
  }
  const event = EVENTS[decision.kind]
  const { edited } = wish
  const acted = await carryOut(deps, { found, decision, asked, edited, actor: wish.actor(event) })
  return { kind: 'acted', event, acted, asked }
}

interface Decided {
  found: JobForAct
  decision: RequeueDecision
  asked: Answered | null
  edited: EditedInput | null
  actor: Actor
}

async function carryOut(
  { acts, timing }: ActDeps,
  { found, decision, asked, edited, actor }: Decided,
): Promise<ActOutcome> {
  const { job } = found
  const read = asked?.kind === 'asked' ? asked : null
  if (decision.kind === 'newAttempt' || read === null || job.taskId === null) {
    const confirmed = decision.kind === 'newAttempt' && decision.risk !== null
    return acts.requeue(found, { ...actor, confirmed, edited, charged: chargeIn(read) })
  }
  if (job.state === 'parked') {
    const bind = { by: actor.by, act: decision.kind, taskId: job.taskId }
    const bound = await acts.bind(found, bind, read.evidence)
    if (bound.kind === 'done') await settleRead(acts, timing, job, job.taskId, read)
    return bound
  }
  if (decision.kind === 'resume') return acts.resume(found, actor, read.evidence)
  const { outcome, evidence } = read
  // The decision was made on this very outcome.
  if (outcome.class !== 'succeeded') throw new Error(`nothing to adopt in ${outcome.class}`)
  return acts.adopt(found, actor, { result: outcome.result, credits: outcome.creditsConsumed }, evidence)
}

/** What the attempt before turned out to have cost. */
function chargeIn(read: Extract<Asked, { kind: 'asked' }> | null): number | null {
  return read && 'creditsConsumed' in read.outcome ? read.outcome.creditsConsumed : null
}
