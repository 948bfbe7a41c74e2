import { TIMELINE_WORDS, type ReceiptAttempt, type ReceiptView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { RECEIPT_WORDS } from '../words/words.ts'
import { code, duration, lines, quote, table, time } from './cells.ts'
import { markup, type Html } from './html.ts'

/** Each attempt with its call on the wire, and what it cost. */
export function attemptsTable({ attempts }: ReceiptView, language: Language): Html {
  const words = RECEIPT_WORDS[language].attempts
  if (attempts.length === 0) return markup`<p>${words.none}</p>`
  const { attempt, begunAt, sentAt, answeredAt, answer, taskId, reads, callbacks, ended, charged } =
    words.columns
  return lines(
    attempts.map((one) =>
      table(
        [
          attempt,
          `${begunAt} / ${sentAt} / ${answeredAt}`,
          answer,
          taskId,
          `${reads} / ${callbacks}`,
          ended,
          charged,
        ],
        [rowOf(one, language)],
      ),
    ),
  )
}

function rowOf(one: ReceiptAttempt, language: Language): (Html | string)[] {
  const { attempts: words } = RECEIPT_WORDS[language]
  const { events } = TIMELINE_WORDS[language]
  const { call, endedBy } = one
  const end =
    endedBy !== null && Object.hasOwn(events, endedBy) ? events[endedBy as keyof typeof events] : endedBy
  return [
    String(one.attempt),
    lines([time(one.begunAt), ...(call ? [time(call.sentAt), time(call.answeredAt)] : [])]),
    call === null ? words.noAnswer : answerOf(call, language),
    one.taskId === null ? '' : code(one.taskId),
    `${one.reads.count} / ${one.callbacks.count}`,
    end === null ? words.goesOn : lines([end, time(one.endedAt)]),
    chargeOf(one, language),
  ]
}

function answerOf(call: NonNullable<ReceiptAttempt['call']>, language: Language): Html {
  const { labels } = TIMELINE_WORDS[language]
  return lines([
    code(call.class),
    ...(call.http === null ? [] : [`${labels.http} ${call.http}`]),
    ...(call.code === null ? [] : [markup`${labels.code} ${code(call.code)}`]),
    ...(call.message === null ? [] : [quote(call.message)]),
    duration(call.ms, language),
  ])
}

function chargeOf({ charged, credits }: ReceiptAttempt, language: Language): string {
  if (charged === null) return RECEIPT_WORDS[language].attempts.goesOn
  const word = TIMELINE_WORDS[language].values.charged[charged]
  return credits === null ? word : `${word}: ${RECEIPT_WORDS[language].money.credits(String(credits))}`
}
