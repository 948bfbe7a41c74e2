import { type BadLine, QUOTE_LINES_MAX } from '@kiln/contract'
import { parseLine } from '@kiln/preflight'
import type { Kiln } from '@kiln/sdk'
import { EXIT, type Deps, type Outcome, type Values } from '../command.ts'
import type { OpenedBatch } from '../jobs-file/open-batch.ts'
import { renderPlan } from '../render/batch-quote.ts'
import { inJson } from '../render/in-json.ts'

type Opened = Extract<OpenedBatch, { ok: true }>

/** What the running kiln says a batch would cost and when it would be done. Nothing is sent to KIE or kept. */
export async function quoteOpened(kiln: Kiln, opened: Opened, values: Values, deps: Deps): Promise<Outcome> {
  const { out, ink, words } = deps
  const read = await collect(opened, deps)
  if (!read.ok)
    return {
      exit: EXIT.cannot,
      fault: words.batch.tooLongToQuote(QUOTE_LINES_MAX),
      hint: words.batch.quoteHere,
    }
  const quoted = await kiln.quote({ ...opened.about, jobs: read.jobs })
  const quote = { ...quoted, badLines: quoted.badLines.map((line) => read.inFile(line)) }
  await out(values['json'] === true ? inJson(quote) : renderPlan(quote, ink, words))
  const isEnough = quote.budget === null || quote.budget.verdict === 'fits'
  return { exit: quote.ok && isEnough ? EXIT.good : EXIT.bad }
}

type Collected = { ok: false } | { ok: true; jobs: unknown[]; inFile: (line: BadLine) => BadLine }

/** Lines as a list: their numbers in the file, and what could not be read of them, are put back afterwards. */
async function collect(opened: Opened, { language }: Deps): Promise<Collected> {
  const seen = opened.look()
  if ('jobs' in seen) return { ok: true, jobs: [...seen.jobs], inFile: (line) => line }
  const jobs: unknown[] = []
  const lines: { line: number; fault: BadLine['errors'] | null }[] = []
  for await (const { raw, line } of seen.lines) {
    if (jobs.length === QUOTE_LINES_MAX) return { ok: false }
    const parsed = parseLine(raw, language)
    jobs.push(parsed.ok ? parsed.value : null)
    lines.push({ line, fault: parsed.ok ? null : [parsed.fault] })
  }
  return {
    ok: true,
    jobs,
    inFile(bad) {
      const origin = lines[bad.line - 1]
      return origin === undefined ? bad : { ...bad, line: origin.line, errors: origin.fault ?? bad.errors }
    },
  }
}
