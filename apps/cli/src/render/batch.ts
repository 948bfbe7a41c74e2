import type { BatchView } from '@kiln/sdk'
import { doneOf } from '../batch/done-of.ts'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { renderCost } from './money.ts'
import { plain } from './plain.ts'
import { renderCounts } from './progress.ts'
import { renderTable } from './table.ts'
import { cut } from './width.ts'

/** One batch, for a person. */
export function renderBatch(batch: BatchView, ink: Ink, words: Words): string {
  const told = words.batch
  const { id, name, status, lines, invalid, credits, budget, waitingFor } = batch
  const title = [ink.bold(plain(id)), ...(name === null ? [] : [plain(name)]), plain(status)].join('  ')
  const rows = [
    [told.lines, invalid === 0 ? String(lines) : told.someInvalid(lines, invalid)],
    [told.states, renderCounts(batch)],
    ...(waitingFor === null ? [] : [[told.waits, plain(`${waitingFor.gate}: ${waitingFor.detail}`)]]),
    [told.quoted, renderCost(credits.quoted, words)],
    [told.spent, told.credits(credits.charged, credits.held, credits.wasted)],
    ...(budget === null ? [] : [[told.budget, told.used(budget.used, budget.credits)]]),
    [told.created, renderTime(batch.createdAt)],
    ...timeRow(told.canceled, batch.cancelRequestedAt),
    ...(batch.endedAt === null
      ? timeRow(told.likelyEnd, batch.finishAt)
      : timeRow(told.ended, batch.endedAt)),
  ]
  return `${title}\n${renderTable(rows.map(([about = '', text = '']) => [`  ${about}`, text]))}`
}

/** What can be done with a batch that was just accepted. */
export function renderAccepted(batch: BatchView, { batch: told }: Words): string {
  const id = plain(batch.id)
  return renderTable([
    [`kiln batch ${id} --wait`, told.follow],
    [`kiln results ${id} --out results.jsonl`, told.fetch],
    [`kiln cancel ${id}`, told.stop],
  ])
}

/** A row each; cut where a terminal ends. */
export function renderBatches(
  batches: readonly BatchView[],
  columns: number | null,
  ink: Ink,
  words: Words,
): string {
  const rows = batches.map((batch) => [
    plain(batch.id),
    plain(batch.status),
    `${doneOf(batch)}/${batch.lines}`,
    renderCounts(batch),
    renderTime(batch.createdAt),
    batch.name === null ? '' : plain(batch.name),
  ])
  const lines = renderTable([[...words.batch.columns], ...rows])
    .trimEnd()
    .split('\n')
  const [head = '', ...body] = columns === null ? lines : lines.map((line) => cut(line, columns, '…'))
  return `${[ink.bold(head), ...body].join('\n')}\n`
}

const timeRow = (name: string, at: string | null) => (at === null ? [] : [[name, renderTime(at)]])

/** To the second: `2026-11-21 11:12:29 UTC`. */
export const renderTime = (at: string) => `${at.slice(0, 19).replace('T', ' ')} UTC`
