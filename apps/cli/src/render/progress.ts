import type { BatchView } from '@kiln/sdk'
import { doneOf } from '../batch/done-of.ts'
import type { Words } from '../words/words.ts'
import { renderFill } from './bar.ts'
import { renderDuration } from './duration.ts'
import { cut } from './width.ts'

/** For a log, where a line stays. */
export function renderProgress(
  batch: BatchView,
  perSecond: number | null,
  nowMs: number,
  words: Words,
): string {
  return partsOf(batch, perSecond, nowMs, words).join('  ')
}

/** For a terminal, where it is drawn over itself and must not be wider. */
export function renderBar(
  batch: BatchView,
  perSecond: number | null,
  nowMs: number,
  columns: number,
  words: Words,
): string {
  return cut(
    [renderFill(doneOf(batch), batch.lines), ...partsOf(batch, perSecond, nowMs, words)].join('  '),
    columns - 1,
  )
}

function partsOf(
  batch: BatchView,
  perSecond: number | null,
  nowMs: number,
  { batch: told }: Words,
): string[] {
  const { lines, credits } = batch
  const seconds = secondsLeft(batch, perSecond, nowMs)
  return [
    `${doneOf(batch)}/${lines}`,
    renderCounts(batch),
    ...(batch.waitingFor === null ? [] : [told.heldBy(batch.waitingFor.gate)]),
    ...(perSecond === null ? [] : [told.rate(roundRate(perSecond))]),
    told.charged(credits.charged),
    ...(seconds === null ? [] : [told.left(renderDuration(seconds, told))]),
  ]
}

/** `2 queued, 5 running, 5 succeeded`: states are spelled alike everywhere. */
export function renderCounts({ counts }: Pick<BatchView, 'counts'>): string {
  const entries = Object.entries(counts).filter(([, count]) => count > 0)
  return entries.map(([state, count]) => `${count} ${state}`).join(', ')
}

/** By kiln's own estimate, else by how fast it went so far. */
function secondsLeft(batch: BatchView, perSecond: number | null, nowMs: number): number | null {
  const left = batch.lines - doneOf(batch)
  if (left === 0) return null
  if (batch.finishAt !== null) return Math.max(1, Math.round((Date.parse(batch.finishAt) - nowMs) / 1000))
  return perSecond === null ? null : Math.ceil(left / perSecond)
}

const roundRate = (perSecond: number) => Number(perSecond.toPrecision(2))
