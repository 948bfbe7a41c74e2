import type { BulkCancelView, BulkRequeueView, CancelPlanView, RequeuePlanView } from '@kiln/contract'
import type { BulkRecord, CancelPlan, CancelRecord, RequeuePlan, RequeueRecord, Tally } from '@kiln/ledger'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'

export function renderRequeue(requeue: RequeueRecord): BulkRequeueView {
  const { filter, canary, stopAfter, confirmCharge, why, found, left, skipped, did, out } = requeue
  const over = Object.values(out).reduce((sum, jobs) => sum + jobs, 0)
  return {
    ...renderBulk(requeue, 'requeues'),
    filter: renderFilter(filter),
    canary,
    stopAfter,
    confirmCharge,
    counts: { found, left, ...did, skipped, outcomes: { ...out, open: did.requeued + did.resumed - over } },
    why,
  }
}

export function renderCancel(cancel: CancelRecord): BulkCancelView {
  const { filter, found, left, skipped, did } = cancel
  return {
    ...renderBulk(cancel, 'cancels'),
    filter: renderFilter(filter),
    counts: { found, left, ...did, skipped },
  }
}

function renderBulk({ id, status, by, limit, abortedBy, createdAt, endedAt }: BulkRecord, path: string) {
  const self = `/v1/${path}/${id}`
  return {
    id,
    status,
    by,
    limit,
    abortedBy,
    createdAt: renderTime(createdAt),
    endedAt: renderTimeOrNull(endedAt),
    links: { self, abort: `${self}/abort` },
  }
}

interface StoredFilter {
  batchId?: string
  since?: number
  until?: number
}

function renderFilter<F extends StoredFilter>({ batchId, since, until, ...filter }: F) {
  return {
    ...filter,
    ...(batchId !== undefined && { batch: batchId }),
    ...(since !== undefined && { since: renderTime(since) }),
    ...(until !== undefined && { until: renderTime(until) }),
  }
}

export function renderRequeuePlan(plan: RequeuePlan, seconds: number | null): RequeuePlanView {
  const { matching, eligible, notEligible, asked, isCut } = plan
  return {
    matching,
    eligible: eligible.jobs,
    notEligible,
    askedFirst: asked,
    credits: creditsOf(eligible),
    unpriced: eligible.unpriced,
    complete: !isCut,
    seconds,
  }
}

export function renderCancelPlan({ matching, free, sent, notEligible, isCut }: CancelPlan): CancelPlanView {
  return {
    matching,
    eligible: free.jobs + sent.jobs,
    endAtOnce: free.jobs,
    onlyMarked: sent.jobs,
    notEligible,
    credits: { saved: creditsOf(free), notSaved: creditsOf(sent) },
    unpriced: free.unpriced + sent.unpriced,
    complete: !isCut,
  }
}

const creditsOf = ({ credits: { min, max }, unpriced }: Tally) =>
  unpriced > 0 ? ('unknown' as const) : { min: round(min), max: round(max) }

/** Sums of decimals gather noise. */
const round = (credits: number) => Math.round(credits * 1e6) / 1e6
