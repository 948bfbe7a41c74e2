import type { BulkRequeueView } from '@kiln/sdk'
import { plain } from '../render/plain.ts'
import { whyOf } from '../render/why.ts'
import type { Words } from '../words/words.ts'
import type { BulkTold } from './told.ts'

export const isOver = ({ endedAt }: BulkRequeueView) => endedAt !== null

/** Whether all that it ran again came out well, and it was not ended before. */
export function isWell({ status, counts }: BulkRequeueView): boolean {
  const { returned, failed, canceled, parked, lost } = counts.outcomes
  return status !== 'stopped' && status !== 'aborted' && returned + failed + canceled + parked + lost === 0
}

/** A bulk requeue, as any act on many jobs is told. */
export function tellRequeue(requeue: BulkRequeueView, words: Words): BulkTold {
  const { bulk } = words
  const { id, status, counts, createdAt } = requeue
  const over = isOver(requeue)
  return {
    id: plain(id),
    status: plain(status),
    told: bulk.states[status],
    isOver: over,
    done: counts.found - counts.left - counts.outcomes.open,
    all: counts.found,
    counts: countsOf(counts, words),
    why: whyEnded(requeue, words),
    createdAt,
    next: over ? nextAfter(requeue, words) : nextWhile(id, words),
  }
}

function countsOf(
  { left, requeued, adopted, resumed, skipped, outcomes }: BulkRequeueView['counts'],
  words: Words,
) {
  const { bulk } = words
  const whys = Object.entries(skipped).map(([why, count]) => [count, whyOf(why, words)] as const)
  const skips = whys.reduce((sum, [count]) => sum + count, 0)
  const numbers = { requeued, adopted, resumed, ...outcomes, skipped: skips, left }
  const order = [
    'requeued',
    'adopted',
    'resumed',
    'succeeded',
    'returned',
    'failed',
    'canceled',
    'parked',
    'lost',
    'open',
    'skipped',
    'left',
  ] as const
  return order
    .filter((name) => numbers[name] > 0)
    .map((name) => ({
      count: numbers[name],
      told: bulk.counts[name],
      brief: bulk.brief[name],
      ...(name === 'skipped' && { parts: whys }),
    }))
}

function whyEnded({ why, abortedBy }: BulkRequeueView, { bulk }: Words): string | null {
  if (why !== null) return bulk.stopped[why]
  return abortedBy === null ? null : bulk.abortedBy(plain(abortedBy))
}

function nextWhile(id: string, { bulk }: Words): BulkTold['next'] {
  return [
    [lookAt(id), bulk.look],
    [abort(id), bulk.abort],
    ['kiln system', bulk.holds],
  ]
}

function nextAfter(requeue: BulkRequeueView, { bulk }: Words): BulkTold['next'] {
  const { cause, class: failureClass, model, batch } = requeue.filter
  if (isWell(requeue)) return []
  const options = { cause, failure: failureClass, model, batch }
  const which = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${plain(value)}`],
  )
  return [[['kiln jobs --state failed', ...which].join(' '), bulk.jobs]]
}

export const lookAt = (id: string) => `kiln requeue status ${plain(id)}`
export const abort = (id: string) => `kiln requeue abort ${plain(id)}`
