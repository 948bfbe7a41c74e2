import type { KieWords } from '@kiln/lifecycle'
import type { Answer, Exchange } from '../exchange.ts'
import { isRecord, unwrapJson } from '../json-shape.ts'
import { cleanText } from './clean-text.ts'

/** KIE's frame around every answer: `{code, msg, data}`. */
interface Envelope {
  code: number
  message: string
  data: unknown
}

export interface KieAnswer {
  envelope: Envelope
  /** The HTTP status where it is not 2xx, else the envelope's code. */
  code: number
  words: KieWords
}

/** The answer as KIE's own, or null when it is anything else. */
export function readAnswer(answer: Answer): KieAnswer | null {
  const envelope = readEnvelope(answer.body)
  if (envelope === null) return null
  const code = isSuccessStatus(answer.httpStatus) ? envelope.code : answer.httpStatus
  const message = cleanText(envelope.message) || `code ${code} without a message`
  return { envelope, code, words: { code: String(code), message } }
}

export function isSuccessStatus(httpStatus: number): boolean {
  return httpStatus >= 200 && httpStatus <= 299
}

function readEnvelope(body: string | null): Envelope | null {
  const parsed = body === null ? undefined : unwrapJson(body)
  if (!isRecord(parsed)) return null
  const code = codeOf(parsed.code)
  if (code === null) return null
  const message = [parsed.msg, parsed.message].find((text) => typeof text === 'string' && text !== '')
  return { code, message: typeof message === 'string' ? message : '', data: parsed.data }
}

function codeOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : null
}

/** What is said of an exchange in which KIE said nothing. */
export function wordsWithoutEnvelope(exchange: Exchange): KieWords {
  if (exchange.phase !== 'answer') {
    return { code: exchange.cause.code, message: cleanText(exchange.cause.message) }
  }
  const what = exchange.body === null ? 'a body too large or not readable' : 'no KIE answer in it'
  return { code: String(exchange.httpStatus), message: `HTTP ${exchange.httpStatus} with ${what}` }
}
