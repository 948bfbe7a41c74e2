import type { FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { type Words, WORDS } from '../words/words.ts'
import type { RawLine } from './split-lines.ts'

export interface NumberedLine {
  raw: RawLine
  /** Counted from 1, blank lines too. */
  line: number
}

/** A name that settles that a file is read line by line, packed or not. */
export const isLinesName = (name: string) => /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name)

/** The lines with something in them. */
export async function* filled(lines: AsyncIterable<RawLine>): AsyncGenerator<NumberedLine> {
  let line = 0
  for await (const raw of lines) {
    line += 1
    if (!isBlank(raw)) yield { raw, line }
  }
}

export async function* startingWith(
  first: NumberedLine,
  rest: AsyncIterable<NumberedLine>,
): AsyncGenerator<NumberedLine> {
  yield first
  yield* rest
}

export function parseLine(
  raw: RawLine,
  language: Language,
): { ok: true; value: unknown } | { ok: false; fault: FieldError } {
  if (raw.kind !== 'text') return { ok: false, fault: unreadable(raw.kind, language) }
  try {
    return { ok: true, value: JSON.parse(raw.text) as unknown }
  } catch {
    return { ok: false, fault: unreadable('notJson', language) }
  }
}

function unreadable(code: keyof Words['lines'], language: Language): FieldError {
  const { message, hint } = WORDS[language].lines[code]
  return { path: '', code, message, expected: null, hint }
}

const isBlank = (raw: RawLine) => raw.kind === 'text' && raw.text.trim() === ''

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isBatch(value: unknown): value is object {
  return isObject(value) && Object.hasOwn(value, 'jobs')
}
