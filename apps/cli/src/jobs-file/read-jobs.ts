import { QUOTE_BODY_BYTES_MAX, quoteBatchBodySchema, fieldErrorsOf, type FieldError } from '@kiln/contract'
import { createLineJudge, type LineVerdict, type Preflight } from '@kiln/preflight'
import { splitLines, type RawLine } from './split-lines.ts'

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
): Promise<JobsReading> {
  const isLines = /\.(?:jsonl|ndjson)$/i.test(name)
  const lines = splitLines(source, isLines ? LINE_BYTES_MAX : QUOTE_BODY_BYTES_MAX)
  const first = await lines.next()
  if (first.done === true)
    return { ok: false, fault: `${name} is empty.`, hint: 'Write one job in it, or one per line.' }
  const whole = parse(first.value)
  if (!isLines && whole.ok && isBatch(whole.value)) return readBatch(whole.value, name, preflight)
  if (isLines || whole.ok) return { ok: true, verdicts: judgeLines(first.value, lines, preflight) }
  return readDocument(first.value, lines, name, preflight)
}

async function* judgeLines(
  first: RawLine,
  rest: AsyncIterable<RawLine>,
  preflight: Preflight,
): AsyncGenerator<LineVerdict> {
  const judge = createLineJudge(preflight)
  const judgeRaw = (raw: RawLine, line: number): LineVerdict => {
    const parsed = parse(raw)
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
): Promise<JobsReading> {
  const texts: string[] = []
  let size = 0
  const tooLarge = `${name} is larger than ${QUOTE_BODY_BYTES_MAX / 1_048_576} MB.`
  for await (const raw of startingWith(first, rest)) {
    if (raw.kind === 'notUtf8')
      return { ok: false, fault: `${name} is not UTF-8.`, hint: 'Save it as UTF-8.' }
    if (raw.kind === 'text') size += raw.text.length + 1
    if (raw.kind === 'tooLong' || size > QUOTE_BODY_BYTES_MAX)
      return { ok: false, fault: tooLarge, hint: BY_LINES }
    texts.push(raw.text)
  }
  const parsed = parse({ kind: 'text', text: texts.join('\n') })
  if (!parsed.ok) return { ok: false, fault: `${name} is not readable JSON.`, hint: BY_LINES }
  if (isBatch(parsed.value)) return readBatch(parsed.value, name, preflight)
  return { ok: true, verdicts: [createLineJudge(preflight)(parsed.value, 1)] }
}

const BY_LINES = 'Write one job as JSON, or one job per line in a file named .jsonl.'

function readBatch(body: object, name: string, preflight: Preflight): JobsReading {
  const parsed = quoteBatchBodySchema.safeParse(body)
  if (parsed.success) return { ok: true, verdicts: judgeAll(parsed.data, preflight) }
  const [first] = fieldErrorsOf(parsed.error.issues, body)
  return {
    ok: false,
    fault: `${name}: ${first?.message ?? 'it is no batch.'}`,
    hint: first?.hint ?? BY_LINES,
  }
}

function* judgeAll(
  { jobs, defaults }: ReturnType<typeof quoteBatchBodySchema.parse>,
  preflight: Preflight,
): Generator<LineVerdict> {
  const judge = createLineJudge(preflight, defaults)
  for (const [at, job] of jobs.entries()) yield judge(job, at + 1)
}

async function* startingWith(first: RawLine, rest: AsyncIterable<RawLine>): AsyncGenerator<RawLine> {
  yield first
  yield* rest
}

function parse(raw: RawLine): { ok: true; value: unknown } | { ok: false; fault: FieldError } {
  if (raw.kind !== 'text') return { ok: false, fault: UNREADABLE[raw.kind] }
  try {
    return { ok: true, value: JSON.parse(raw.text) as unknown }
  } catch {
    return { ok: false, fault: UNREADABLE.notJson }
  }
}

const UNREADABLE = {
  tooLong: unreadable('tooLong', 'the line must be at most 1 MB long.', 'Pass media by URL.'),
  notUtf8: unreadable('notUtf8', 'the line must be UTF-8.', 'Save the file as UTF-8.'),
  notJson: unreadable(
    'notJson',
    'the line must be one JSON object.',
    'Look for a missing quote, brace or comma.',
  ),
}

function unreadable(code: string, message: string, hint: string): FieldError {
  return { path: '', code, message, expected: null, hint }
}

const isBlank = (raw: RawLine) => raw.kind === 'text' && raw.text.trim() === ''

function isBatch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'jobs')
}
