import type { QuoteBatchBody } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import {
  createLineJudge,
  parseLine,
  unpack,
  type LineVerdict,
  type NumberedLine,
  type Preflight,
} from '@kiln/preflight'
import { readFile } from './read-file.ts'

/** Jobs as they lie in a file, one verdict after the other, or why the file holds none. */
export type JobsReading =
  | { ok: true; verdicts: AsyncIterable<LineVerdict> | Iterable<LineVerdict> }
  | { ok: false; fault: string; hint: string }

export async function readJobs(
  source: AsyncIterable<Uint8Array>,
  name: string,
  preflight: Preflight,
  language: Language,
): Promise<JobsReading> {
  const file = await readFile(unpack(source), name, language)
  if (!file.ok) return file
  const verdicts =
    file.kind === 'lines'
      ? judgeLines(file.lines, preflight, language)
      : judgeAll(file.batch, preflight, language)
  return { ok: true, verdicts }
}

async function* judgeLines(
  lines: AsyncIterable<NumberedLine>,
  preflight: Preflight,
  language: Language,
): AsyncGenerator<LineVerdict> {
  const judge = createLineJudge(preflight, language)
  for await (const { raw, line } of lines) {
    const parsed = parseLine(raw, language)
    if (parsed.ok) yield judge(parsed.value, line)
    else yield { ok: false, line, customId: null, errors: [parsed.fault] }
  }
}

function* judgeAll(
  { jobs, defaults }: QuoteBatchBody,
  preflight: Preflight,
  language: Language,
): Generator<LineVerdict> {
  const judge = createLineJudge(preflight, language, defaults)
  for (const [at, job] of jobs.entries()) yield judge(job, at + 1)
}
