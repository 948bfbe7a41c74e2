import { fieldErrorsOf, QUOTE_BODY_BYTES_MAX, LINE_BYTES_MAX, quoteBatchBodySchema } from '@kiln/contract'
import type { QuoteBatchBody } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import {
  filledLines,
  parseLine,
  splitLines,
  unreadableLine,
  type NumberedLine,
  type RawLine,
} from '@kiln/preflight'
import { WORDS } from '../words/words.ts'

/** What lies in a file: a job a line, or one document, which is a batch or a single job. */
export type FileReading =
  | { ok: true; kind: 'lines'; lines: AsyncIterable<NumberedLine> }
  | { ok: true; kind: 'document'; batch: QuoteBatchBody }
  | { ok: false; fault: string; hint: string }

/**
 * A file whose first line is a whole JSON object is read line by line, each a job; anything else is one
 * document: a job, or `{"jobs": […]}`. A name that ends in .jsonl or .ndjson settles it, packed or not.
 */
export async function readFile(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  language: Language,
): Promise<FileReading> {
  const { file } = WORDS[language]
  const isLines = /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name)
  const lines = filledLines(splitLines(bytes, isLines ? LINE_BYTES_MAX : QUOTE_BODY_BYTES_MAX))
  const first = await lines.next()
  if (first.done === true) return { ok: false, fault: file.empty(name), hint: file.writeOne }
  const whole = parseLine(first.value.raw, language)
  if (isLines || (whole.ok && isObject(whole.value) && !isBatch(whole.value)))
    return { ok: true, kind: 'lines', lines: startingWith(first.value, lines) }
  if (!whole.ok) return readDocument(first.value.raw, lines, name, language)
  // A document of one line.
  const more = await lines.next()
  if (more.done === true) return documentOf(whole.value, name, language)
  if (more.value.raw.kind === 'brokenOff') return brokenOff(name, language)
  const fault = isBatch(whole.value) ? file.goesOnAfterBatch(name) : file.goesOnAfterNoJob(name)
  return { ok: false, fault, hint: file.putAllTogether }
}

async function readDocument(
  first: RawLine,
  rest: AsyncIterable<NumberedLine>,
  name: string,
  language: Language,
): Promise<FileReading> {
  const { file } = WORDS[language]
  const texts: string[] = []
  let size = 0
  for await (const { raw } of startingWith({ raw: first, line: 1 }, rest)) {
    if (raw.kind === 'brokenOff') return brokenOff(name, language)
    if (raw.kind === 'notUtf8') return { ok: false, fault: file.notUtf8(name), hint: file.saveAsUtf8 }
    if (raw.kind === 'text') size += raw.text.length + 1
    if (raw.kind === 'tooLong' || size > QUOTE_BODY_BYTES_MAX)
      return { ok: false, fault: file.tooLarge(name, QUOTE_BODY_BYTES_MAX / 1_048_576), hint: file.byLines }
    texts.push(raw.text)
  }
  const parsed = parseLine({ kind: 'text', text: texts.join('\n') }, language)
  if (!parsed.ok) return { ok: false, fault: file.notJson(name), hint: file.byLines }
  return documentOf(parsed.value, name, language)
}

function brokenOff(name: string, language: Language): FileReading {
  const { hint } = unreadableLine('brokenOff', language)
  return { ok: false, fault: WORDS[language].file.brokenOff(name), hint: hint ?? '' }
}

function documentOf(value: unknown, name: string, language: Language): FileReading {
  const { file } = WORDS[language]
  if (Array.isArray(value)) return { ok: false, fault: file.isList(name), hint: file.wrapList }
  if (!isBatch(value)) return { ok: true, kind: 'document', batch: { jobs: [value] } }
  const parsed = quoteBatchBodySchema.safeParse(value)
  if (parsed.success) return { ok: true, kind: 'document', batch: parsed.data }
  const [first] = fieldErrorsOf(parsed.error.issues, value, language)
  return {
    ok: false,
    fault: `${name}: ${first?.message ?? file.noBatch}`,
    hint: first?.hint ?? file.byLines,
  }
}

async function* startingWith(
  first: NumberedLine,
  rest: AsyncIterable<NumberedLine>,
): AsyncGenerator<NumberedLine> {
  yield first
  yield* rest
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBatch(value: unknown): value is object {
  return isObject(value) && Object.hasOwn(value, 'jobs')
}
