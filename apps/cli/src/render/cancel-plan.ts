import type { CancelPlanView } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { renderCost } from './money.ts'
import { renderTable } from './table.ts'
import { whyOf } from './why.ts'

/** What a bulk cancel would come to. */
export function renderCancelPlan(plan: CancelPlanView, ink: Ink, words: Words): string {
  const { rows, onlyMarked } = words.cancels
  const { matching, endAtOnce, notEligible, credits, complete } = plan
  const sent = plan.onlyMarked
  const told = [
    [rows.matching, complete ? String(matching) : words.plan.andMore(matching)],
    [rows.endAtOnce, ink.bold(String(endAtOnce))],
    [rows.saved, renderCost(credits.saved, words)],
    ...(sent === 0
      ? []
      : [
          [rows.onlyMarked, onlyMarked(sent)],
          [rows.notSaved, renderCost(credits.notSaved, words)],
        ]),
  ]
  const table = renderTable(told.map(([name = '', text = '']) => [`  ${name}`, text]))
  if (notEligible.length === 0) return table
  const left = notEligible.map(({ why, jobs }) => [`  ${jobs}`, whyOf(why, words)])
  return `${table}${words.plan.left}\n${renderTable(left)}`
}
