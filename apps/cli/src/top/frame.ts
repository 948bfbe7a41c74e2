import { tellRequeue } from '../bulk/tell-requeue.ts'
import { renderTime } from '../render/batch.ts'
import { renderBulkLine } from '../render/bulk.ts'
import { renderTrend } from '../render/bar.ts'
import { shortTime } from '../render/failures.ts'
import type { Ink } from '../render/ink.ts'
import { plain } from '../render/plain.ts'
import { renderBusiest, renderCredits, renderGates, renderSubmit, renderWindow } from '../render/system.ts'
import { renderTable } from '../render/table.ts'
import { cut } from '../render/width.ts'
import { needsPerson } from '../system/needs-person.ts'
import type { Words } from '../words/words.ts'
import type { Seen } from './look.ts'

export interface Picture {
  seen: Seen
  /** How many more or fewer jobs are in each state, by the minute. */
  changes: Readonly<Record<string, number>> | null
  address: string
  /** What stands at the top right. */
  title: string
  /** Why this is an old picture. */
  lost: string | null
}

interface Line {
  text: string
  tone?: keyof Ink
}

/** A picture of kiln as lines of a terminal, none wider and no more of them than it has. */
export function renderFrame(
  picture: Picture,
  size: { columns: number; rows: number },
  ink: Ink,
  words: Words,
): string[] {
  const lines = linesOf(picture, words).slice(0, Math.max(1, size.rows))
  // Cut before it is coloured: a colour takes no column.
  return lines.map(({ text, tone }) => {
    const shown = cut(text, Math.max(0, size.columns), '…')
    return tone === undefined ? shown : ink[tone](shown)
  })
}

function linesOf({ seen, changes, address, title, lost }: Picture, words: Words): Line[] {
  const { system } = seen
  const { top } = words
  return [
    { text: ['kiln', renderTime(system.now), plain(address), title].join('  '), tone: 'bold' },
    ...(lost === null ? [] : [{ text: top.lost(plain(lost)), tone: 'red' as const }]),
    ...factsOf(seen, changes, words),
    { text: '' },
    { text: top.failures, tone: 'bold' },
    ...failureLines(seen, words),
    ...requeueLines(seen, words),
  ]
}

function factsOf({ system }: Seen, changes: Picture['changes'], words: Words): Line[] {
  const { rows, needs } = { rows: words.system.rows, needs: needsPerson(system) }
  const isWaiting = (kind: string) => needs.some((need) => need.kind === kind)
  const gates = renderGates(system, words)
  const facts: { name: string; text: string; tone?: keyof Ink | undefined }[] = [
    ...gates.map((text, at) => ({
      name: at === 0 ? rows.gates : '',
      text,
      tone: system.gates.length === 0 ? undefined : ('yellow' as const),
    })),
    {
      name: rows.submit,
      text: `${renderSubmit(system, words)}   ${rows.poll} ${renderWindow(system.poll, words)}`,
    },
    {
      name: rows.credits,
      text: renderCredits(system.credits, words),
      tone: isWaiting('credits') || isWaiting('noCredits') ? 'red' : undefined,
    },
    {
      name: rows.workers,
      text: String(system.workers.length),
      tone: isWaiting('noWorker') ? 'red' : undefined,
    },
    { name: rows.jobs, text: renderJobs(system.jobs, changes, words) },
    { name: rows.busiest, text: renderBusiest(system, words) },
  ]
  const texts = renderTable(facts.map(({ name, text }) => [name, text])).split('\n')
  return facts.map(({ tone }, at) => ({ text: texts[at] ?? '', ...(tone !== undefined && { tone }) }))
}

/** `340 queued (-40/min), 23 running`: what stays as it is has no rate. */
function renderJobs(jobs: Seen['system']['jobs'], changes: Picture['changes'], words: Words): string {
  const parts = Object.entries(jobs)
    .filter(([state, count]) => count > 0 || (changes?.[state] ?? 0) !== 0)
    .map(([state, count]) => {
      const change = changes?.[state] ?? 0
      const rate = change === 0 ? '' : ` (${words.top.change(change > 0 ? `+${change}` : String(change))})`
      return `${count} ${plain(state)}${rate}`
    })
  return parts.join(', ') || words.system.none
}

function failureLines({ failures }: Seen, words: Words): Line[] {
  if (failures.length === 0) return [{ text: words.top.nothingFailed, tone: 'green' }]
  const rows = failures.map((group) => [
    String(group.count),
    renderTrend(group.trend),
    shortTime(group.lastSeenAt),
    words.failures.faults[group.fault],
    plain(group.class),
    plain(group.model),
    group.message === '' ? words.failures.rest : plain(group.message),
  ])
  return renderTable(rows)
    .trimEnd()
    .split('\n')
    .map((text) => ({ text }))
}

function requeueLines({ requeues }: Seen, words: Words): Line[] {
  if (requeues.length === 0) return []
  const lines = requeues.map((one) => {
    const told = tellRequeue(one, words)
    return { text: `${told.id}  ${renderBulkLine(told)}` }
  })
  return [{ text: '' }, { text: words.top.requeues, tone: 'bold' }, ...lines]
}
