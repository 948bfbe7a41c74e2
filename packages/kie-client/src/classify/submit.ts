import type { KieWords, SubmitClass, SubmitOutcome } from '@kiln/lifecycle'
import type { Answer, Exchange } from '../exchange.ts'
import { isRecord } from '../json-shape.ts'
import { isTaskId } from '../task-id.ts'
import { isSuccessStatus, readAnswer, wordsWithoutEnvelope, type KieAnswer } from './envelope.ts'
import { readFieldFault, saysCalledTooOften, saysCreditsShort } from './messages.ts'

type Refusal = Exclude<SubmitClass, 'accepted'>

/** Codes that mean one thing whatever the message says ("Invalid API key" is no invalid input). */
const CLASS_OF_PLAIN_CODE = new Map<number, Refusal>([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [429, 'rateLimited'],
  [430, 'rateLimited'],
  [433, 'noCredits'],
  [455, 'maintenance'],
  [505, 'disabled'],
])

/** Codes under which a message about a field is believed. */
const FIELD_CODES = new Set([400, 422, 500, 501])

const CLASS_OF_OTHER_CODE = new Map<number, Refusal>([
  [400, 'invalidInput'],
  [402, 'noCredits'],
  [404, 'notFound'],
  [405, 'rateLimited'],
  [408, 'upstreamTimeout'],
  [413, 'invalidInput'],
  [422, 'invalidInput'],
  [451, 'inputUnreachable'],
  [500, 'upstreamError'],
  [501, 'generationFailed'],
  [531, 'generationFailed'],
])

/**
 * What a createTask exchange means. Only an envelope with a code of the table ends the attempt;
 * whatever else came after the first byte is unknown, because the task may exist and be paid.
 */
export function classifySubmit(exchange: Exchange): SubmitOutcome {
  if (exchange.phase === 'connect') return { class: 'notSent', words: wordsWithoutEnvelope(exchange) }
  if (exchange.phase === 'wire') return { class: 'unknown', words: wordsWithoutEnvelope(exchange) }
  const answer = readAnswer(exchange)
  if (answer === null) return classifyStatus(exchange)
  const taskId = taskIdIn(answer)
  if (answer.code === 200)
    return taskId === null ? classifyRefusal(answer, exchange) : { class: 'accepted', taskId }
  // A refusal that names a task, or calls itself a success, contradicts itself: HTTP's status would
  // win over the envelope's code, but then a task that exists would be sent again.
  const contradiction =
    taskId !== null || (answer.envelope.code === 200 && !isSuccessStatus(exchange.httpStatus))
  return contradiction ? { class: 'unknown', words: answer.words } : classifyRefusal(answer, exchange)
}

/** No envelope: these statuses come from the edge, which never passed the request on. */
function classifyStatus(answer: Answer): SubmitOutcome {
  const status = answer.httpStatus
  const fromEdge = (status >= 300 && status <= 399) || status === 403 || status === 404 || status === 405
  return { class: fromEdge ? 'edge' : 'unknown', words: wordsWithoutEnvelope(answer) }
}

function classifyRefusal({ code, envelope, words }: KieAnswer, { retryAfterMs }: Answer): SubmitOutcome {
  if (saysCreditsShort(envelope.message)) return { class: 'noCredits', words }
  const plain = CLASS_OF_PLAIN_CODE.get(code)
  if (plain !== undefined) return refusalOf(plain, words, retryAfterMs)
  // Not under 200: a success without its task is unknown, whatever else it says.
  if (code !== 200 && saysCalledTooOften(envelope.message))
    return { class: 'rateLimited', words, retryAfterMs }
  const fault = readFieldFault(envelope.message)
  if (fault !== null && FIELD_CODES.has(code)) return { class: 'invalidInput', words, field: fault.field }
  return refusalOf(CLASS_OF_OTHER_CODE.get(code) ?? 'unknown', words, retryAfterMs)
}

function refusalOf(refusal: Refusal, words: KieWords, retryAfterMs: number | null): SubmitOutcome {
  if (refusal === 'rateLimited') return { class: refusal, words, retryAfterMs }
  if (refusal === 'invalidInput') return { class: refusal, words, field: null }
  return { class: refusal, words }
}

function taskIdIn(answer: KieAnswer): string | null {
  const { data } = answer.envelope
  const taskId = isRecord(data) ? data.taskId : null
  return isTaskId(taskId) ? taskId : null
}
