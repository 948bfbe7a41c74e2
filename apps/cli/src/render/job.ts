import { tellEntry, tellState, TIMELINE_WORDS, type JobView, type TimelineEntryView } from '@kiln/contract'
import type { Deps } from '../command.ts'
import { renderRange } from './money.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

type Telling = Pick<Deps, 'ink' | 'language' | 'words'>

/** A job in one page: what it is, why it waits, what it cost, and everything that happened to it. */
export function renderJob(
  job: JobView & { timeline: readonly TimelineEntryView[] },
  address: string,
  telling: Telling,
): string {
  const { ink, language, words } = telling
  const title = `${ink.bold(plain(job.id))}  ${ink.bold(plain(job.state))}: ${tellState(job.state, language)}\n`
  const facts = factsOf(job, address, telling).filter((row): row is [string, string] => row[1] !== null)
  return `${title}${renderTable(facts.map(([name, value]) => [`  ${name}`, plain(value)]))}
${ink.bold(words.job.timeline)}
${renderTable(job.timeline.map((entry) => rowOf(entry, telling)))}`
}

function factsOf(job: JobView, address: string, { words }: Telling): [string, string | null][] {
  const { rows, quotedCharged, until, place } = words.job
  const { failure, result, waitingFor } = job
  const wait =
    waitingFor &&
    [
      `${waitingFor.gate}: ${waitingFor.detail}`,
      ...(waitingFor.until === null ? [] : [until(waitingFor.until)]),
      ...(waitingFor.position === null ? [] : [place(waitingFor.position)]),
    ].join(' · ')
  const quoted = renderRange(job.credits.quoted, words)
  return [
    [rows.customId, job.customId],
    [rows.model, job.model],
    [rows.taskId, job.taskId],
    [rows.created, job.createdAt],
    [rows.finished, job.finishedAt],
    [rows.waitsFor, wait],
    [rows.credits, quotedCharged(quoted, job.credits.charged)],
    [rows.failure, failure && `${failure.class} (${failure.code}): ${failure.message}`],
    [rows.advice, failure && failure.advice],
    [rows.parked, job.parked && job.parked.reason],
    ...(result?.urls ?? []).map((url): [string, string] => [rows.result, url]),
    [rows.expires, result && result.expiresAt],
    [rows.receipt, address + job.links.receipt],
  ]
}

function rowOf(entry: TimelineEntryView, { language }: Telling): string[] {
  const { what, facts } = tellEntry(entry, language)
  const { attempt } = TIMELINE_WORDS[language]
  const move = entry.to === null || entry.to === entry.from ? [] : [`→ ${entry.to}`]
  const ofAttempt = entry.attempt === null || entry.attempt === 0 ? [] : [attempt(entry.attempt)]
  const told = [...ofAttempt, ...facts.map(({ label, value }) => `${label} ${plain(value)}`)].join(' · ')
  return [`  ${entry.at.replace('T', ' ').replace('Z', '')}`, [what, ...move].join(' '), told]
}
