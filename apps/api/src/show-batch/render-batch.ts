import type { BatchView, WaitingForView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { openLines, type BatchRecord, type WaitingFor } from '@kiln/ledger'
import type { ApiDeps } from '../deps.ts'
import { renderWaitingFor } from '../show-job/render-job.ts'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'
import { expectEnds } from './expect-end.ts'

export type RenderBatch = (batch: BatchRecord, language: Language) => Promise<BatchView>

/** A batch as it is now: whether it runs or is held, by what, and when it is likely to be done. */
export function renderBatchNow(deps: ApiDeps): RenderBatch {
  const { ledger } = deps
  const expectEnd = expectEnds(deps)

  /** What holds all that is left; null where anything of it may go. */
  async function holding(batch: BatchRecord): Promise<WaitingFor | null> {
    const { queued, submitting, unconfirmed, running } = batch.counts
    const mayBeHeld = queued > 0 && submitting + unconfirmed + running === 0
    if (!mayBeHeld || batch.cancelRequestedAt !== null) return null
    const waits = [...(await ledger.waitingFor(await ledger.batches.headsOf(batch))).values()]
    return waits.some(({ gate }) => gate === 'rate' || gate === 'turn') ? null : (waits[0] ?? null)
  }

  return async (batch, language) => {
    const { id: batchId, tenant, models, counts } = batch
    const underWay = openLines(batch) - counts.queued
    const begun = batch.startedAt === null ? null : { at: batch.startedAt, underWay }
    const work = { tenant, batchId, models, queued: counts.queued, runs: underWay > 0, begun }
    const [held, end] = await Promise.all([holding(batch), expectEnd(work)])
    return render(batch, statusOf(batch, held !== null), {
      waitingFor: held && renderWaitingFor(held, language),
      finishAt: held !== null && held.until === null ? null : renderTimeOrNull(end),
    })
  }
}

function statusOf(batch: BatchRecord, isHeld: boolean): BatchView['status'] {
  if (isHeld) return 'held'
  if (openLines(batch) > 0) return 'running'
  return batch.counts.late + batch.counts.parked > 0 ? 'endedWithOpen' : 'ended'
}

/** The batch as it was the moment it was accepted: a repeated call gets the same answer. */
export function renderAcceptedBatch(batch: BatchRecord): BatchView {
  const counts = Object.fromEntries(Object.keys(batch.counts).map((state) => [state, 0]))
  const asAccepted: BatchRecord = {
    ...batch,
    counts: { ...(counts as BatchRecord['counts']), queued: batch.lines },
    credits: { held: 0, charged: 0, wasted: 0, used: 0 },
    expandedAt: null,
    startedAt: null,
    cancelRequestedAt: null,
    endedAt: null,
  }
  return render(asAccepted, 'running', { waitingFor: null, finishAt: null })
}

function render(
  batch: BatchRecord,
  status: BatchView['status'],
  now: { waitingFor: WaitingForView | null; finishAt: string | null },
): BatchView {
  const { id, name, lines, invalid, counts, credits, budget, quoted, unpriced } = batch
  const self = `/v1/batches/${id}`
  const { held, charged, wasted, used } = credits
  return {
    id,
    name,
    status,
    waitingFor: now.waitingFor,
    lines,
    invalid,
    counts,
    credits: { quoted: unpriced > 0 ? 'unknown' : quoted, unpriced, held, charged, wasted },
    budget: budget === null ? null : { credits: budget, used },
    createdAt: renderTime(batch.createdAt),
    expandedAt: renderTimeOrNull(batch.expandedAt),
    startedAt: renderTimeOrNull(batch.startedAt),
    cancelRequestedAt: renderTimeOrNull(batch.cancelRequestedAt),
    endedAt: renderTimeOrNull(batch.endedAt),
    finishAt: now.finishAt,
    links: {
      self,
      results: `${self}/results`,
      errors: `${self}/errors`,
      events: `${self}/events`,
      jobs: `/v1/jobs?batch=${id}`,
      cancel: `${self}/cancel`,
    },
  }
}
