import { cleanText } from './classify/clean-text.ts'
import { readAnswer, wordsWithoutEnvelope } from './classify/envelope.ts'
import type { Exchange } from './exchange.ts'
import { isRecord, numberOf } from './json-shape.ts'

/** What KIE said, in its own codes and words, for whoever reads up on a call later. Strings and numbers only. */
export type Told = Record<string, string | number>

/** HTTP's status, KIE's code and message; of a record also its state and times. */
export function tellExchange(exchange: Exchange): Told {
  const answer = exchange.phase === 'answer' ? readAnswer(exchange) : null
  const { code, message } = answer?.words ?? wordsWithoutEnvelope(exchange)
  const http = exchange.phase === 'answer' ? { http: exchange.httpStatus } : {}
  return { ...http, code, message, ...tellRecord(answer?.envelope.data) }
}

/** A callback says what recordInfo says, and anybody may have written it. */
export function tellCallback(body: unknown): Told {
  if (!isRecord(body)) return {}
  const code = numberOf(body.code)
  const message = cleanText(body.msg)
  const { state } = tellRecord(body.data)
  return {
    ...(code !== null && { code: String(code) }),
    ...(message !== '' && { message }),
    ...(state !== undefined && { state }),
  }
}

/** Longer is no state of KIE's. */
const MAX_STATE = 40

function tellRecord(record: unknown): Told {
  if (!isRecord(record)) return {}
  const state = cleanText(record.state).slice(0, MAX_STATE)
  const [kieCreatedAt, kieCompletedAt] = [numberOf(record.createTime), numberOf(record.completeTime)]
  return {
    ...(state !== '' && { state }),
    ...(kieCreatedAt !== null && { kieCreatedAt }),
    ...(kieCompletedAt !== null && { kieCompletedAt }),
  }
}
