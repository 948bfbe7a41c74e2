import { LINE_BYTES_MAX, QUOTE_BODY_BYTES_MAX, quoteBatchBodySchema, fieldErrorsOf } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import {
  createLineJudge,
  filledLines,
  parseLine,
  splitLines,
  unpack,
  unreadableLine,
  type LineVerdict,
  type NumberedLine,
  type Preflight,
  type RawLine,
} from '@kiln/preflight'
import { WORDS } from '../words/words.ts'

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
  language: Language,
): Promise<JobsReading> {
  const { file } = WORDS[language]
  const isLines = /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(name)
  const lines = filledLines(splitLines(unpack(source), isLines ? LINE_BYTES_MAX : QUOTE_BODY_BYTES_MAX))
  const first = await lines.next()
  if (first.done === true) return { ok: false, fault: file.empty(name), hint: file.writeOne }
  const whole = parseLine(first.value.raw, language)
  if (isLines || (whole.ok && isObject(whole.value) && !isBatch(whole.value)))
    return { ok: true, verdicts: judgeLines(first.value, lines, preflight, language) }
  if (!whole.ok) return readDocument(first.value.raw, lines, name, preflight, language)
  // A document of one line.
  const more = await lines.next()
  if (more.done === true) return judgeDocument(whole.value, name, preflight, language)
  if (more.value.raw.kind === 'brokenOff') return brokenOff(name, language)
  const fault = isBatch(whole.value) ? file.goesOnAfterBatch(name) : file.goesOnAfterNoJob(name)
  return { ok: false, fault, hint: file.putAllTogether }
}

async function* judgeLines(
  first: NumberedLine,
  rest: AsyncIterable<NumberedLine>,
  preflight: Preflight,
  language: Language,
): AsyncGenerator<LineVerdict> {
  const judge = createLineJudge(preflight, language)
  for await (const { raw, line } of startingWith(first, rest)) {
    const parsed = parseLine(raw, language)
    if (parsed.ok) yield judge(parsed.value, line)
    else yield { ok: false, line, customId: null, errors: [parsed.fault] }
  }
}

async function readDocument(
  first: RawLine,
  rest: AsyncIterable<NumberedLine>,
  name: string,
  preflight: Preflight,
  language: Language,
): Promise<JobsReading> {
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
  return judgeDocument(parsed.value, name, preflight, language)
}

function brokenOff(name: string, language: Language): JobsReading {
  const { hint } = unreadableLine('brokenOff', language)
  return { ok: false, fault: WORDS[language].file.brokenOff(name), hint: hint ?? '' }
}

function judgeDocument(value: unknown, name: string, preflight: Preflight, language: Language): JobsReading {
  const { file } = WORDS[language]
  if (isBatch(value)) return readBatch(value, name, preflight, language)
  if (Array.isArray(value)) return { ok: false, fault: file.isList(name), hint: file.wrapList }
  return { ok: true, verdicts: [createLineJudge(preflight, language)(value, 1)] }
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
