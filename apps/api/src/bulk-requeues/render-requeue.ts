import type { BulkRequeueView, RequeuePlanView } from '@kiln/contract'
import type { RequeueFilter, RequeuePlan, RequeueRecord } from '@kiln/ledger'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'

export function renderRequeue(requeue: RequeueRecord): BulkRequeueView {
  const { id, status, by, limit, canary, stopAfter, confirmCharge, why, abortedBy, found, left, skipped } =
    requeue
  const { did, out } = requeue
  const over = Object.values(out).reduce((sum, jobs) => sum + jobs, 0)
  return {
    id,
    status,
    by,
    filter: renderFilter(requeue.filter),
    limit,
    canary,
    stopAfter,
    confirmCharge,
    counts: { found, left, ...did, skipped, outcomes: { ...out, open: did.requeued + did.resumed - over } },
    why,
    abortedBy,
    createdAt: renderTime(requeue.createdAt),
    endedAt: renderTimeOrNull(requeue.endedAt),
    links: { self: `/v1/requeues/${id}`, abort: `/v1/requeues/${id}/abort` },
  }
}

function renderFilter({ batchId, since, until, ...filter }: RequeueFilter): BulkRequeueView['filter'] {
  return {
    ...filter,
    ...(batchId !== undefined && { batch: batchId }),
    ...(since !== undefined && { since: renderTime(since) }),
    ...(until !== undefined && { until: renderTime(until) }),
  }
}

export function renderPlan(plan: RequeuePlan, seconds: number | null): RequeuePlanView {
  const { matching, eligible, notEligible, asked, credits, unpriced } = plan
  const { min, max } = credits
  return {
    matching,
    eligible,
    notEligible,
    askedFirst: asked,
    credits: unpriced > 0 ? 'unknown' : { min: round(min), max: round(max) },
    unpriced,
    seconds,
  }
}

/** Sums of decimals gather noise. */
const round = (credits: number) => Math.round(credits * 1e6) / 1e6
