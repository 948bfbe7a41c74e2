import { tellEntry, TIMELINE_WORDS, type ReceiptView, type TimelineEntryView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { RECEIPT_WORDS } from '../words/words.ts'
import { code, lines, quote, table, time } from './cells.ts'
import { markup, type Html } from './html.ts'

/** Every entry of the timeline in words, with KIE's own codes beside them. */
export function timelineTable({ timeline }: ReceiptView, language: Language): Html {
  const { at, what, told } = RECEIPT_WORDS[language].timeline
  return table(
    [at, what, told],
    timeline.map((entry) => [time(entry.at), whatOf(entry, language), toldOf(entry, language)]),
  )
}

function whatOf(entry: TimelineEntryView, language: Language): Html {
  const { attempt, from, to } = entry
  const { what } = tellEntry(entry, language)
  const move = to === null || from === to ? null : from === null ? to : `${from} → ${to}`
  return lines([
    what,
    markup`${code(entry.event)}${move !== null && markup` <span class="small">${move}</span>`}${
      attempt !== null &&
      attempt > 0 &&
      markup` <span class="small">${TIMELINE_WORDS[language].attempt(attempt)}</span>`
    }`,
  ])
}

function toldOf(entry: TimelineEntryView, language: Language): Html {
  return lines(
    tellEntry(entry, language).facts.map(
      ({ label, value }) => markup`<span class="small">${label}</span> ${quote(value)}`,
    ),
  )
}
