import type { FailureGroupView } from '@kiln/sdk'
import type { Words } from '../words/words.ts'
import { renderTrend } from './bar.ts'
import { renderTime } from './batch.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'
import { fitTable } from './fit-table.ts'

interface Around {
  isFiltered: boolean
  /** Of the terminal; null: it goes somewhere else, and is not cut. */
  columns: number | null
}

/** When it began, the trend, what was lost, the model, whose fault it is: the group alone tells all of them. */
const SPARED = [3, 2, 5, 8, 6, 4]

/** Groups of failures, a row each, and what to type next. */
export function renderFailures(
  groups: readonly FailureGroupView[],
  { isFiltered, columns }: Around,
  ink: Ink,
  words: Words,
): string {
  const { failures } = words
  const [first] = groups
  if (first === undefined) return `${ink.green(isFiltered ? failures.noneFits : failures.none)}\n`
  const rows = groups.map((group) => [
    plain(group.cause),
    String(group.count),
    renderTrend(group.trend),
    shortTime(group.firstSeenAt),
    shortTime(group.lastSeenAt),
    String(group.credits.lost),
    failures.faults[group.fault],
    plain(group.class),
    plain(group.model),
    messageOf(group, words),
  ])
  const [head = '', ...body] = fitTable([[...failures.columns], ...rows], { columns, spared: SPARED })
  const next = renderTable([[`kiln failures ${plain(first.cause)}`, failures.look]])
  return `${[ink.bold(head), ...body].join('\n')}\n\n${next}`
}

/** One group: what is known of it, whose fault it is, and what can be done. */
export function renderFailure(
  group: FailureGroupView,
  batch: string | undefined,
  ink: Ink,
  words: Words,
): string {
  const { rows, faults } = words.failures
  const { cause, class: failureClass, code, count, credits, samples } = group
  const title = `${ink.bold(plain(cause))}  ${plain(failureClass)}${code === '' ? '' : ` (${plain(code)})`}\n`
  const facts = [
    [rows.message, messageOf(group, words)],
    [rows.model, plain(group.model)],
    [rows.fault, faults[group.fault]],
    [rows.advice, plain(group.advice)],
    [rows.count, String(count)],
    [rows.lost, String(credits.lost)],
    [rows.first, renderTime(group.firstSeenAt)],
    [rows.last, renderTime(group.lastSeenAt)],
    [rows.trend, renderTrend(group.trend)],
    ...samples.map((id, at) => [at === 0 ? rows.samples : '', plain(id)]),
  ]
  const table = renderTable(facts.map(([name = '', text = '']) => [`  ${name}`, text]))
  return `${title}${table}\n${renderNext(group, batch, words)}`
}

function renderNext({ cause, samples }: FailureGroupView, batch: string | undefined, words: Words): string {
  const { plan, run, jobs, sample: tells } = words.failures
  const which = `--cause ${plain(cause)}${batch === undefined ? '' : ` --batch ${plain(batch)}`}`
  const [sample] = samples
  return renderTable([
    [`kiln requeue ${which} --plan`, plan],
    [`kiln requeue ${which} --canary 5`, run],
    [`kiln jobs ${which}`, jobs],
    ...(sample === undefined ? [] : [[`kiln job ${plain(sample)}`, tells]]),
  ])
}

function messageOf({ message }: FailureGroupView, { failures }: Words): string {
  return message === '' ? failures.rest : plain(message)
}

/** To the minute, without the year: a table is wide enough. */
export const shortTime = (at: string) => plain(at.slice(5, 16).replace('T', ' '))
