import type { FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { type Words, WORDS } from '../words/words.ts'
import type { RawLine } from './split-lines.ts'

export type ParsedLine = { ok: true; value: unknown } | { ok: false; fault: FieldError }

/** What stands in a line, or why nobody can read it. */
export function parseLine(raw: RawLine, language: Language): ParsedLine {
  if (raw.kind !== 'text') return { ok: false, fault: unreadableLine(raw.kind, language) }
  try {
    return { ok: true, value: JSON.parse(raw.text) as unknown }
  } catch {
    return { ok: false, fault: unreadableLine('notJson', language) }
  }
}

export function unreadableLine(code: keyof Words['lines'], language: Language): FieldError {
  const { message, hint } = WORDS[language].lines[code]
  return { path: '', code, message, expected: null, hint }
}

export interface NumberedLine {
  raw: RawLine
  /** Counted from 1, blank lines too. */
  line: number
}

/** The lines with something in them. */
export async function* filledLines(lines: AsyncIterable<RawLine>): AsyncGenerator<NumberedLine> {
  let line = 0
  for await (const raw of lines) {
    line += 1
    if (raw.kind !== 'text' || raw.text.trim() !== '') yield { raw, line }
  }
}
