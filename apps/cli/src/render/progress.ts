import type { BatchView } from '@kiln/sdk'
import { doneOf } from '../batch/done-of.ts'
import { judgeLeft, type Left, type Seen } from '../batch/judge-left.ts'
import type { Words } from '../words/words.ts'
import { renderFill } from './bar.ts'
import { renderDuration } from './duration.ts'
import { cut, widthOf } from './width.ts'

const PARTS = ['fill', 'done', 'counts', 'rate', 'charged', 'left'] as const
type Part = (typeof PARTS)[number]

/** What a narrow terminal goes without, the first of these first. */
const SPARED: readonly Part[] = ['rate', 'charged', 'fill', 'counts']

/** For a log, where a line stays: that nothing happens is said after a minute, and then every five. */
export function renderProgress(batch: BatchView, seen: Seen, nowMs: number, words: Words): string {
  const minutes = Math.floor(seen.quietMs / 60_000)
  const quietMs = 60_000 * Math.max(Math.min(1, minutes), minutes - (minutes % 5))
  return joined(partsOf(batch, { ...seen, quietMs }, nowMs, words), ['fill'])
}

/** For a terminal, where it is drawn over itself and must not be wider. */
export function renderBar(
  batch: BatchView,
  seen: Seen,
  nowMs: number,
  columns: number,
  words: Words,
): string {
  const parts = partsOf(batch, seen, nowMs, words)
  const room = columns - 1
  const lines = Array.from({ length: SPARED.length + 1 }, (_, n) => joined(parts, SPARED.slice(0, n)))
  return lines.find((line) => widthOf(line) <= room) ?? cut(lines.at(-1) ?? '', room)
}

function joined(parts: Record<Part, string>, without: readonly Part[]): string {
  const kept = PARTS.filter((part) => parts[part] !== '' && !without.includes(part))
  return kept.map((part) => parts[part]).join('  ')
}

function partsOf(batch: BatchView, seen: Seen, nowMs: number, words: Words): Record<Part, string> {
  const { batch: told } = words
  return {
    fill: renderFill(doneOf(batch), batch.lines),
    done: `${doneOf(batch)}/${batch.lines}`,
    counts: renderCounts(batch),
    rate: seen.perSecond === null ? '' : told.rate(roundRate(seen.perSecond)),
    charged: told.charged(batch.credits.charged),
    left: tellLeft(judgeLeft(batch, seen, nowMs), told),
  }
}

function tellLeft(left: Left, told: Words['batch']): string {
  switch (left.kind) {
    case 'held':
      return told.heldBy(left.gate)
    case 'stalled':
      return told.stalled(renderDuration(left.seconds, told))
    case 'about':
      return told.left(renderDuration(left.seconds, told))
    case 'done':
    case 'unknown':
      return ''
  }
}

/** `2 queued, 5 running, 5 succeeded`: states are spelled alike everywhere. */
export function renderCounts({ counts }: Pick<BatchView, 'counts'>): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0)
  return entries.map(([state, count]) => `${count} ${state}`).join(', ')
}

const roundRate = (perSecond: number) => Number(perSecond.toPrecision(2))
