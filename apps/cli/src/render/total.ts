import type { BatchQuote } from '@kiln/contract'
import type { Ink } from './ink.ts'
import { renderCost } from './money.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'
import { renderCount, renderVerdict } from './verdict.ts'

type Total = Omit<BatchQuote, 'name' | 'finishAt' | 'balanceAfter'>

/** What all lines together cost, for a person. */
export function renderTotal(total: Total, ink: Ink): string {
  const { counts, credits, priced, models, badLines, badLinesOmitted, warnings, warningsOmitted, budget } =
    total
  const bad = badLines.map((line) => renderVerdict({ ok: false, ...line }, ink)).join('')
  const more = badLinesOmitted === 0 ? '' : `and ${badLinesOmitted} more bad lines; kiln check shows all\n`
  const told = warnings.map(
    ({ message, lines, firstLine }) =>
      `${ink.yellow('!')} ${plain(message)} (${lines === 1 ? '1 line' : `${lines} lines`}, first line ${firstLine})\n`,
  )
  const rows = models.map((model) => [`  ${model.lines} ×`, model.model, renderCost(model.credits)])
  const known =
    counts.unpriced === 0
      ? ''
      : `  known for ${priced.lines} of ${counts.valid}: ${renderCost(priced.credits)}\n`
  return [
    bad,
    more,
    ...told,
    warningsOmitted === 0 ? '' : `and ${warningsOmitted} more warnings; kiln check shows all\n`,
    renderTable(rows),
    `${ink.bold('Total')} ${renderCost(credits)}\n`,
    known,
    budget === null ? '' : renderBudget(budget, ink),
    renderCount({ good: counts.valid, bad: counts.invalid }, ink),
  ].join('')
}

const VERDICTS = {
  fits: 'is enough',
  mayExceed: 'may not be enough',
  exceeds: 'is not enough',
  unknown: 'may or may not be enough: a price is unknown',
} as const

function renderBudget({ credits, verdict }: NonNullable<Total['budget']>, ink: Ink): string {
  const text = `A budget of ${credits} credits ${VERDICTS[verdict]}.\n`
  return verdict === 'fits' ? ink.green(text) : ink.yellow(text)
}
