import type { BatchQuote } from '@kiln/contract'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { renderCost } from './money.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'
import { renderCount, renderVerdict } from './verdict.ts'

type Total = Omit<BatchQuote, 'name' | 'finishAt' | 'balanceAfter'>

/** What all lines together cost, for a person. */
export function renderTotal(total: Total, ink: Ink, words: Words): string {
  const told = words.total
  const { counts, credits, priced, models, badLines, badLinesOmitted, warnings, budget } = total
  const bad = badLines.map((line) => renderVerdict({ ok: false, ...line }, ink, words)).join('')
  const more = badLinesOmitted === 0 ? '' : `${told.moreBad(badLinesOmitted)}\n`
  const remarks = warnings.map(
    ({ message, lines, firstLine }) =>
      `${ink.yellow('!')} ${told.warning(plain(message), lines, firstLine)}\n`,
  )
  const rows = models.map((model) => [`  ${model.lines} ×`, model.model, renderCost(model.credits, words)])
  const known =
    counts.unpriced === 0
      ? ''
      : `  ${told.known(priced.lines, counts.valid, renderCost(priced.credits, words))}\n`
  return [
    bad,
    more,
    ...remarks,
    total.warningsOmitted === 0 ? '' : `${told.moreWarnings(total.warningsOmitted)}\n`,
    renderTable(rows),
    `${ink.bold(told.total)} ${renderCost(credits, words)}\n`,
    known,
    budget === null ? '' : renderBudget(budget, ink, words),
    renderCount({ good: counts.valid, bad: counts.invalid }, ink, words),
  ].join('')
}

function renderBudget(
  { credits, verdict }: NonNullable<Total['budget']>,
  ink: Ink,
  { total }: Words,
): string {
  const text = `${total.budget[verdict](credits)}\n`
  return verdict === 'fits' ? ink.green(text) : ink.yellow(text)
}
