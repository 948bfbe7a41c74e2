import type { Ledger, WatchClaim } from '@kiln/ledger'
import { decideRead, type ReadOutcome } from '@kiln/lifecycle'
import { askKie, type AskDeps } from './ask-kie.ts'
import type { PaceKeeper } from './pace-keeper.ts'
import { runTimeMs } from './run-time.ts'

export interface ReadDeps extends AskDeps {
  ledger: Pick<Ledger, 'recordRead' | 'recordConfirmation'>
  pace: Pick<PaceKeeper, 'of'>
  random: () => number
  /** Redis time, carried on from the claim by the monotonic clock. */
  redisNow: () => number
  requestFeed: () => void
}

/** One read of a watched task, settled in one script. */
export async function readTask(deps: ReadDeps, claim: WatchClaim): Promise<void> {
  const { job } = claim
  const { taskId, submittedAt, limitAt } = job
  if (taskId === null || submittedAt === null || limitAt === null) return
  const { outcome, origin, evidence, told } = await askKie(deps, taskId, claim.claimedAt)
  const now = deps.redisNow()
  const watched = {
    state: job.state === 'late' ? ('late' as const) : ('running' as const),
    submittedAt,
    limitAt,
    retriesLeft: job.retries - job.retriesUsed,
    creditReturns: job.creditReturns,
    resultlessReads: job.resultlessReads,
    pace: deps.pace.of(job.model),
  }
  const decision = decideRead(watched, outcome, now, deps.timing, deps.random())
  const task = { id: job.id, attempt: job.attempt, taskId, hintsSeen: claim.hintsSeen }
  const ended = isVerdict(outcome) ? origin() : null
  const ran = isVerdict(outcome) && {
    ranMs: runTimeMs(ended, { begunAt: job.intentAt ?? submittedAt, seenAt: now }),
  }
  const note = { decision, evidence, now, detail: told, ...ran }
  const moved = await deps.ledger.recordRead(task, note)
  deps.report.read(job, { decision, outcome, origin: ended, moved, now })
  if (moved.kind === 'moved') deps.requestFeed()
}

function isVerdict(outcome: ReadOutcome): boolean {
  return outcome.class === 'succeeded' || outcome.class === 'failed'
}
