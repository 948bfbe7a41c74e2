import { QUOTE_BODY_BYTES_MAX, quoteBatchBodySchema, fieldErrorsOf, type FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { createLineJudge, type LineVerdict, type Preflight } from '@kiln/preflight'
import { splitLines, type RawLine } from './split-lines.ts'
import { type Words, WORDS } from '../words/words.ts'

/** What the API takes as the body of one job. */
const LINE_BYTES_MAX = 1_048_576

/** Jobs as they lie in a file, one verdict after the other, or why the file holds none. */
export type JobsReading =
  | { ok: true; verdicts: AsyncIterable<LineVerdict> | Iterable<LineVerdict> }
  | { ok: false; fault: string; hint: string }

/**
 * A file whose first line is a whole JSON value is read line by line, each a job; anything else is one
 * document: a job, or `{"jobs": […]}`. A name that ends in .jsonl or .ndjson settles it.
 */
export async function readJobs(
  source: AsyncIterable<Uint8Array>,
  name: string,
  preflight: Preflight,
  language: Language,
): Promise<JobsReading> {
  const { file } = WORDS[language]
  const isLines = /\.(?:jsonl|ndjson)$/i.test(name)
  const lines = splitLines(source, isLines ? LINE_BYTES_MAX : QUOTE_BODY_BYTES_MAX)
  const first = await lines.next()
  if (first.done === true) return { ok: false, fault: file.empty(name), hint: file.writeOne }
  const whole = parse(first.value, language)
  if (!isLines && whole.ok && isBatch(whole.value)) return readBatch(whole.value, name, preflight, language)
  if (isLines || whole.ok) return { ok: true, verdicts: judgeLines(first.value, lines, preflight, language) }
  return readDocument(first.value, lines, name, preflight, language)
}

async function* judgeLines(
  first: RawLine,
  rest: AsyncIterable<RawLine>,
  preflight: Preflight,
  language: Language,
): AsyncGenerator<LineVerdict> {
  const judge = createLineJudge(preflight, language)
  const judgeRaw = (raw: RawLine, line: number): LineVerdict => {
    const parsed = parse(raw, language)
    if (parsed.ok) return judge(parsed.value, line)
    return { ok: false, line, customId: null, errors: [parsed.fault] }
  }
  let line = 1
  if (!isBlank(first)) yield judgeRaw(first, line)
  for await (const raw of rest) {
    line += 1
    if (!isBlank(raw)) yield judgeRaw(raw, line)
  }
}

async function readDocument(
  first: RawLine,
  rest: AsyncIterable<RawLine>,
  name: string,
  preflight: Preflight,
  language: Language,
): Promise<JobsReading> {
  const { file } = WORDS[language]
  const texts: string[] = []
  let size = 0
  for await (const raw of startingWith(first, rest)) {
    if (raw.kind === 'notUtf8') return { ok: false, fault: file.notUtf8(name), hint: file.saveAsUtf8 }
    if (raw.kind === 'text') size += raw.text.length + 1
    if (raw.kind === 'tooLong' || size > QUOTE_BODY_BYTES_MAX)
      return { ok: false, fault: file.tooLarge(name, QUOTE_BODY_BYTES_MAX / 1_048_576), hint: file.byLines }
    texts.push(raw.text)
  }
  const parsed = parse({ kind: 'text', text: texts.join('\n') }, language)
  if (!parsed.ok) return { ok: false, fault: file.notJson(name), hint: file.byLines }
  if (isBatch(parsed.value)) return readBatch(parsed.value, name, preflight, language)
  return { ok: true, verdicts: [createLineJudge(preflight, language)(parsed.value, 1)] }
}

function readBatch(body: object, name: string, preflight: Preflight, language: Language): JobsReading {
  const { file } = WORDS[language]
  const parsed = quoteBatchBodySchema.safeParse(body)
  if (parsed.success) return { ok: true, verdicts: judgeAll(parsed.data, preflight, language) }
  const [first] = fieldErrorsOf(parsed.error.issues, body, language)
  return {
    ok: false,
    fault: `${name}: ${first?.message ?? file.noBatch}`,
    hint: first?.hint ?? file.byLines,
  }
}

function* judgeAll(
  { jobs, defaults }: ReturnType<typeof quoteBatchBodySchema.parse>,
  preflight: Preflight,
  language: Language,
): Generator<LineVerdict> {
  const judge = createLineJudge(preflight, language, defaults)
  for (const [at, job] of jobs.entries()) yield judge(job, at + 1)
}

async function* startingWith(first: RawLine, rest: AsyncIterable<RawLine>): AsyncGenerator<RawLine> {
  yield first
  yield* rest
}

function parse(
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

function isBatch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'jobs')
}
