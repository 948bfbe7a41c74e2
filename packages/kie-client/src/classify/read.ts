import type { KieWords, ReadClass, ReadOutcome } from '@kiln/lifecycle'
import type { Exchange } from '../exchange.ts'
import { isRecord, numberOf } from '../json-shape.ts'
import { readAnswer, wordsWithoutEnvelope, type KieAnswer } from './envelope.ts'
import { readFailure } from './failure.ts'
import { readResult } from './result.ts'

type RecordlessClass = Extract<ReadClass, 'unauthorized' | 'noCredits' | 'maintenance' | 'taskUnknown'>

/** Answers without a record: they hold reads back or say that the task is not known, never more. */
const CLASS_OF_CODE = new Map<number, RecordlessClass>([
  [401, 'unauthorized'],
  [402, 'noCredits'],
  [403, 'unauthorized'],
  [404, 'taskUnknown'],
  [433, 'noCredits'],
  [455, 'maintenance'],
])

/** How KIE says under 422 that it does not know the task. */
const RECORD_IS_NULL = /^\s*record ?info is null[.!]?\s*$/i

/**
 * What a recordInfo exchange means for the task that was asked for. A verdict needs KIE's envelope
 * with code 200 around a record of this very task; everything odd is `unreadable` and is read again.
 */
export function classifyRead(exchange: Exchange, taskId: string): ReadOutcome {
  if (exchange.phase !== 'answer') return unreadable(wordsWithoutEnvelope(exchange))
  const answer = readAnswer(exchange)
  const { retryAfterMs, httpStatus } = exchange
  if (answer === null) {
    const words = wordsWithoutEnvelope(exchange)
    // Going slower is right whoever asks for it.
    return httpStatus === 429 ? { class: 'rateLimited', words, retryAfterMs } : unreadable(words)
  }
  if (answer.code === 200) return classifyRecord(answer, taskId)
  const { code, words } = answer
  if (code === 429 || code === 430) return { class: 'rateLimited', words, retryAfterMs }
  if (code === 422 && RECORD_IS_NULL.test(answer.envelope.message)) return { class: 'taskUnknown', words }
  return { class: CLASS_OF_CODE.get(code) ?? 'unreadable', words }
}

function classifyRecord({ envelope, words }: KieAnswer, taskId: string): ReadOutcome {
  const record = envelope.data
  if (!isRecord(record)) return unreadable({ ...words, message: 'an answer without a record' })
  if (record.taskId !== taskId) return unreadable({ ...words, message: 'a record of another task' })
  if (typeof record.state !== 'string' || record.state === '') {
    return unreadable({ ...words, message: 'a record without a state' })
  }
  const creditsConsumed = creditsIn(record.creditsConsumed)
  switch (record.state) {
    case 'success': {
      const result = readResult(record.resultJson)
      return result === null
        ? { class: 'resultless', creditsConsumed }
        : { class: 'succeeded', result, creditsConsumed }
    }
    case 'fail':
      return { class: 'failed', ...readFailure(record.failCode, record.failMsg), creditsConsumed }
    default:
      // waiting, queuing, generating, and every word that KIE may add.
      return { class: 'pending' }
  }
}

/** Nothing costs more; beyond it a number is no charge. */
const MAX_CREDITS = 1_000_000_000

function creditsIn(value: unknown): number | null {
  const credits = numberOf(value)
  return credits !== null && credits >= 0 && credits <= MAX_CREDITS ? credits : null
}

function unreadable(words: KieWords): ReadOutcome {
  return { class: 'unreadable', words }
}
