import type { BulkCancelView } from '@kiln/sdk'
import { plain } from '../render/plain.ts'
import { whyOf } from '../render/why.ts'
import type { Words } from '../words/words.ts'
import type { BulkTold } from './told.ts'

export const isWell = ({ status }: BulkCancelView) => status !== 'aborted'

/** A bulk cancel, as any act on many jobs is told. */
export function tellCancel(cancel: BulkCancelView, words: Words): BulkTold {
  const { bulk, cancels } = words
  const { id, status, counts, createdAt, endedAt, abortedBy } = cancel
  const isOver = endedAt !== null
  return {
    id: plain(id),
    status: plain(status),
    told: bulk.states[status],
    isOver,
    done: counts.found - counts.left,
    all: counts.found,
    counts: countsOf(counts, words),
    why: abortedBy === null ? null : bulk.abortedBy(plain(abortedBy)),
    createdAt,
    next: isOver
      ? []
      : [
          [lookAt(id), bulk.look],
          [abort(id), cancels.abort],
        ],
  }
}

function countsOf({ left, canceled, requested, skipped }: BulkCancelView['counts'], words: Words) {
  const { bulk } = words
  const parts = Object.entries(skipped).map(([why, count]) => [count, whyOf(why, words)] as const)
  const numbers = { canceled, requested, skipped: parts.reduce((sum, [count]) => sum + count, 0), left }
  return (['canceled', 'requested', 'skipped', 'left'] as const)
    .filter((name) => numbers[name] > 0)
    .map((name) => ({
      count: numbers[name],
      told: bulk.counts[name],
      brief: bulk.brief[name],
      ...(name === 'skipped' && { parts }),
    }))
}

export const lookAt = (id: string) => `kiln cancel status ${plain(id)}`
export const abort = (id: string) => `kiln cancel abort ${plain(id)}`
