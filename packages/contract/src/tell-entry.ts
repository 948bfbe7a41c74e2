import type { Language } from '@kiln/languages'
import { LIFECYCLE_WORDS, type State } from '@kiln/lifecycle'
import type { TimelineEntryView } from './timeline.ts'
import { TIMELINE_WORDS, type Words } from './timeline-words/words.ts'

export interface ToldEntry {
  what: string
  /** `HTTP 200`, `took 0.31 s`: each a label and its value, in the order in which one reads them. */
  facts: { label: string; value: string }[]
}

/** One entry of a timeline in words. Values that KIE or a caller wrote are told as they are: whoever shows them escapes them. */
export function tellEntry({ event, detail }: TimelineEntryView, language: Language): ToldEntry {
  const words = TIMELINE_WORDS[language]
  const known = Object.keys(words.labels).filter((name) => Object.hasOwn(detail, name))
  const others = Object.keys(detail).filter((name) => !Object.hasOwn(words.labels, name))
  return {
    what: words.events[event],
    facts: [...known, ...others].map((name) => ({
      label: labelOf(name, words),
      value: tellValue(name, detail[name]!, words),
    })),
  }
}

/** What a state means, in words. */
export function tellState(state: State, language: Language): string {
  return LIFECYCLE_WORDS[language].states[state]
}

const TIMES = new Set(['since', 'till', 'lastAt', 'kieCreatedAt', 'kieCompletedAt'])
const DURATIONS = new Set(['ms', 'sentAfterMs'])

function labelOf(name: string, { labels }: Words): string {
  return Object.hasOwn(labels, name) ? labels[name as keyof typeof labels] : name
}

function tellValue(name: string, value: string | number, words: Words): string {
  if (typeof value === 'number' && TIMES.has(name)) return tellTime(value)
  if (typeof value === 'number' && DURATIONS.has(name)) return tellDuration(value, words)
  const own: Readonly<Record<string, string>> = Object.hasOwn(words.values, name)
    ? words.values[name as keyof typeof words.values]
    : {}
  return Object.hasOwn(own, value) ? own[value]! : String(value)
}

/** KIE's clock may say anything. */
function tellTime(atMs: number): string {
  const time = new Date(atMs)
  return Number.isNaN(time.getTime()) ? String(atMs) : time.toISOString()
}

function tellDuration(ms: number, words: Words): string {
  return words.duration(ms < 10_000 ? String(ms / 1_000) : String(Math.round(ms / 100) / 10))
}
