import type { IncomingMessage } from 'node:http'
import {
  QUOTE_BODY_BYTES_MAX,
  QUOTE_LINES_MAX,
  type BatchQuote,
  type JobQuote,
  type QuoteQuery,
} from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { batchQuoteOf, createAdder, createLineJudge, parseLine, type Preflight } from '@kiln/preflight'
import { sendProblem } from '../problem/send-problem.ts'
import { LINES_CODING, readBatchBody } from '../submit-batch/read-body.ts'
import { headOfQuery, readHead } from '../submit-batch/read-head.ts'
import { refuseBody, refuseDefaults, type Refusal } from '../submit-batch/refuse.ts'
import { WORDS } from '../words/words.ts'

/** `gone`: nobody waits for it any more. */
export type Quoted = { quote: BatchQuote | JobQuote } | { refuse: Refusal } | { kind: 'gone' }

/** The quote of a batch that comes as lines, judged as they arrive. */
export async function quoteLines(
  request: IncomingMessage,
  query: QuoteQuery,
  preflight: Preflight,
  language: Language,
  signal: AbortSignal,
): Promise<Quoted> {
  if (!LINES_CODING.test(request.headers['content-encoding'] ?? ''))
    return { refuse: (reply) => sendProblem(reply, 'mediaTypeUnsupported') }
  const raw = headOfQuery(query)
  if (raw === null) return { refuse: (reply) => refuseDefaults(reply, language) }
  const reading = readHead(raw, language)
  if (!reading.ok) {
    const { errors } = reading
    return { refuse: (reply) => sendProblem(reply, 'validation', errors[0]?.message, errors) }
  }
  const { name, budget, defaults } = reading.head
  const body = readBatchBody(request, true, raw, '', QUOTE_BODY_BYTES_MAX)
  const judge = createLineJudge(preflight, language, defaults)
  const adder = createAdder()
  const words = WORDS[language].batch
  let lines = 0
  for await (const { raw: text, line } of body.lines) {
    if (signal.aborted) return { kind: 'gone' }
    lines += 1
    if (lines > QUOTE_LINES_MAX) return tooLarge(words.quoteTooLong(QUOTE_LINES_MAX))
    const parsed = parseLine(text, language)
    adder.add(
      parsed.ok ? judge(parsed.value, line) : { ok: false, line, customId: null, errors: [parsed.fault] },
    )
  }
  const fault = body.fault()
  if (fault === 'tooLarge') return tooLarge()
  if (fault !== null) return { refuse: (reply) => refuseBody(reply, fault, language) }
  if (lines === 0) return { refuse: (reply) => sendProblem(reply, 'batchInvalid', words.empty) }
  return { quote: batchQuoteOf(adder.total(), name, budget) }
}

function tooLarge(detail?: string): { refuse: Refusal } {
  return { refuse: (reply) => sendProblem(reply, 'bodyTooLarge', detail) }
}
