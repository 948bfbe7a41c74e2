import { QUOTE_BODY_BYTES_MAX, quoteBatchBodySchema, fieldErrorsOf, type FieldError } from '@kiln/contract'
import { createLineJudge, type LineVerdict, type Preflight } from '@kiln/preflight'
import { splitLines, type RawLine } from './split-lines.ts'
import { unpack } from './unpack.ts'

/** What the API takes as the body of one job. */
const LINE_BYTES_MAX = 1_048_576

/** Jobs as they lie in a file, one verdict after the other, or why the file holds none. */
export type JobsReading =
  | { ok: true; verdicts: AsyncIterable<LineVerdict> | Iterable<LineVerdict> }
  | { ok: false; fault: string; hint: string }

/**
 * A file whose first line is a whole JSON object is read line by line, each a job; anything else is one
 * document: a job, or `{"jobs": […]}`. A name that ends in .jsonl or .ndjson settles it, packed or not.
 */
export async function readJobs(
  source: AsyncIterable<Uint8Array>,
  name: string,
  preflight: Preflight,
): Promise<JobsReading> {
  const isLines = /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name)
  const lines = filled(splitLines(unpack(source), isLines ? LINE_BYTES_MAX : QUOTE_BODY_BYTES_MAX))
  const first = await lines.next()
  if (first.done === true)
    return { ok: false, fault: `${name} is empty.`, hint: 'Write one job in it, or one per line.' }
  const whole = parse(first.value.raw)
  if (isLines || (whole.ok && isObject(whole.value) && !isBatch(whole.value)))
    return { ok: true, verdicts: judgeLines(first.value, lines, preflight) }
  if (!whole.ok) return readDocument(first.value.raw, lines, name, preflight)
  // A document of one line.
  const more = await lines.next()
  if (more.done === true) return judgeDocument(whole.value, name, preflight)
  if (more.value.raw.kind === 'broken') return brokenOff(name)
  const fault = `${name} goes on after its first line, which is ${isBatch(whole.value) ? 'a whole batch' : 'no job'}.`
  return { ok: false, fault, hint: 'Put all jobs into one "jobs", or write one job per line.' }
}

interface NumberedLine {
  raw: RawLine
  /** Counted from 1, blank lines too. */
  line: number
}

/** The lines with something in them. */
async function* filled(lines: AsyncIterable<RawLine>): AsyncGenerator<NumberedLine> {
  let line = 0
  for await (const raw of lines) {
    line += 1
    if (!isBlank(raw)) yield { raw, line }
  }
}

async function* judgeLines(
  first: NumberedLine,
  rest: AsyncIterable<NumberedLine>,
  preflight: Preflight,
): AsyncGenerator<LineVerdict> {
  const judge = createLineJudge(preflight)
  for await (const { raw, line } of startingWith(first, rest)) {
    const parsed = parse(raw)
    if (parsed.ok) yield judge(parsed.value, line)
    else yield { ok: false, line, customId: null, errors: [parsed.fault] }
  }
}

async function readDocument(
  first: RawLine,
  rest: AsyncIterable<NumberedLine>,
  name: string,
  preflight: Preflight,
): Promise<JobsReading> {
  const texts: string[] = []
  let size = 0
  const tooLarge = `${name} is larger than ${QUOTE_BODY_BYTES_MAX / 1_048_576} MB.`
  for await (const { raw } of startingWith({ raw: first, line: 1 }, rest)) {
    if (raw.kind === 'broken') return brokenOff(name)
    if (raw.kind === 'notUtf8')
      return { ok: false, fault: `${name} is not UTF-8.`, hint: 'Save it as UTF-8.' }
    if (raw.kind === 'text') size += raw.text.length + 1
    if (raw.kind === 'tooLong' || size > QUOTE_BODY_BYTES_MAX)
      return { ok: false, fault: tooLarge, hint: BY_LINES }
    texts.push(raw.text)
  }
  const parsed = parse({ kind: 'text', text: texts.join('\n') })
  if (!parsed.ok) return { ok: false, fault: `${name} is not readable JSON.`, hint: BY_LINES }
  return judgeDocument(parsed.value, name, preflight)
}

function brokenOff(name: string): JobsReading {
  return { ok: false, fault: `${name} breaks off.`, hint: 'Write or pack it anew.' }
}

function judgeDocument(value: unknown, name: string, preflight: Preflight): JobsReading {
  if (isBatch(value)) return readBatch(value, name, preflight)
  if (Array.isArray(value)) {
    const hint = 'Put it into an object, {"jobs": [...]}, or write one job per line in a file named .jsonl.'
    return { ok: false, fault: `${name} is a list.`, hint }
  }
  return { ok: true, verdicts: [createLineJudge(preflight)(value, 1)] }
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

async function* startingWith(
  first: NumberedLine,
  rest: AsyncIterable<NumberedLine>,
): AsyncGenerator<NumberedLine> {
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
  broken: unreadable('brokenOff', 'the file breaks off here.', 'Write or pack it anew.'),
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBatch(value: unknown): value is object {
  return isObject(value) && Object.hasOwn(value, 'jobs')
}
