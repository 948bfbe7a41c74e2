import type { RequeuePlanView, SystemView } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import { renderDuration } from './duration.ts'
import type { Ink } from './ink.ts'
import { renderCost, renderRange } from './money.ts'
import { whyOf } from './why.ts'
import { renderTable } from './table.ts'

/** What a bulk requeue would come to, beside what is left of the credits. */
export function renderRequeuePlan(
  plan: RequeuePlanView,
  balance: SystemView['credits'],
  ink: Ink,
  words: Words,
): string {
  const told = words.plan
  const { matching, eligible, notEligible, askedFirst, credits, unpriced, complete, seconds } = plan
  const cost = unpriced === 0 ? renderCost(credits, words) : told.unpriced(unpriced)
  const rows = [
    [told.rows.matching, complete ? String(matching) : told.andMore(matching)],
    [told.rows.eligible, ink.bold(String(eligible))],
    ...(askedFirst === 0 ? [] : [[told.rows.asked, told.asked(askedFirst)]]),
    [told.rows.cost, cost],
    [told.rows.balance, renderBalance(plan, balance, ink, words)],
    [told.rows.duration, seconds === null ? told.notKnown : renderDuration(seconds, words.batch)],
  ]
  const table = renderTable(rows.map(([name = '', text = '']) => [`  ${name}`, text]))
  if (notEligible.length === 0) return table
  const left = notEligible.map(({ why, jobs }) => [`  ${jobs}`, whyOf(why, words)])
  const isAllowed = notEligible.every(({ why }) => why === 'unreadable')
  return `${table}${told.left}\n${renderTable(left)}${isAllowed ? '' : `${told.confirmAllows}\n`}`
}

function renderBalance(
  { credits }: RequeuePlanView,
  balance: SystemView['credits'],
  ink: Ink,
  words: Words,
): string {
  const told = words.plan
  if (balance === null) return told.notKnown
  const now = String(balance.balance)
  if (credits === 'unknown') return told.balance(now, told.notKnown)
  const left = { min: round(balance.balance - credits.max), max: round(balance.balance - credits.min) }
  const text = told.balance(now, renderRange(left, words))
  return left.min < 0 ? `${text}  ${ink.yellow(told.short)}` : text
}

/** Differences of decimals gather noise. */
const round = (credits: number) => Math.round(credits * 1e6) / 1e6
