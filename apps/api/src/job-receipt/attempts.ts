import type { ReceiptAttempt } from '@kiln/contract'
import type { AttemptRecord, TimelineEntry } from '@kiln/ledger'
import { READ_CLASSES } from '@kiln/lifecycle'
import { renderTime, renderTimeOrNull } from '../show-job/render-time.ts'

type Detail = NonNullable<TimelineEntry['detail']>

/** Each attempt as its entries tell it, and as the record does where they were left out. */
export function attemptsOf(
  records: readonly AttemptRecord[],
  timeline: readonly TimelineEntry[],
): ReceiptAttempt[] {
  return records.map((record) =>
    attemptOf(
      record,
      timeline.filter((entry) => entry.attempt === record.attempt),
    ),
  )
}

function attemptOf(record: AttemptRecord, entries: readonly TimelineEntry[]): ReceiptAttempt {
  const begun = entries.find(({ event }) => event === 'begun')
  const answered = entries.find(({ detail }) => detail?.['call'] !== undefined)
  const stray = entries.find(({ event }) => event === 'strayTask')
  const end = endOf(entries)
  const credits = record.credits ?? numberIn(stray?.detail, 'credits')
  return {
    attempt: record.attempt,
    begunAt: renderTimeOrNull(begun?.at ?? null),
    hold: numberIn(begun?.detail, 'hold'),
    call: answered === undefined ? null : callOf(answered, begun),
    taskId: record.taskId ?? textIn(answered?.detail, 'taskId') ?? textIn(stray?.detail, 'taskId'),
    endedBy: end?.event ?? null,
    endedAt: renderTimeOrNull(end?.at ?? null),
    charged: chargedOf(entries, end !== null, credits),
    credits,
    reads: tally(entries.filter(isRead)),
    callbacks: tally(entries.filter(({ event }) => event === 'callback')),
    input: record.input,
  }
}

/** An operator who opens another attempt does not end the one before: that had ended. */
const BEGINS_ANOTHER = new Set<string>(['requeued', 'resubmitted'])
/** And so had the one before a job that waited again, and was withdrawn or could not be read. */
const OF_THE_QUEUE = new Set<string>(['canceled', 'quarantined'])
const GOES_ON = new Set<string>(['submitting', 'unconfirmed', 'running', 'late'])

function endOf(entries: readonly TimelineEntry[]): TimelineEntry | null {
  const last = entries.findLast(
    ({ event, from, to }) =>
      to !== undefined && !BEGINS_ANOTHER.has(event) && !(from === 'queued' && OF_THE_QUEUE.has(event)),
  )
  return last === undefined || GOES_ON.has(last.to ?? '') ? null : last
}

/** The answer may have been written down later than it came: its times are counted from the intent. */
function callOf(answered: TimelineEntry, begun: TimelineEntry | undefined): ReceiptAttempt['call'] {
  const { detail } = answered
  const ms = numberIn(detail, 'ms') ?? 0
  const sentAt =
    begun === undefined ? answered.at - ms : begun.at + Math.max(0, numberIn(detail, 'sentAfterMs') ?? 0)
  return {
    sentAt: renderTime(sentAt),
    answeredAt: renderTime(sentAt + ms),
    ms,
    class: textIn(detail, 'class') ?? 'unknown',
    http: numberIn(detail, 'http'),
    code: textIn(detail, 'code'),
    message: textIn(detail, 'message'),
  }
}

function chargedOf(
  entries: readonly TimelineEntry[],
  hasEnded: boolean,
  credits: number | null,
): ReceiptAttempt['charged'] {
  if (credits !== null && credits > 0) return 'yes'
  if (!hasEnded) return null
  const told = entries.findLast(({ detail }) => detail?.['charged'] !== undefined)?.detail?.['charged']
  return told === 'yes' || told === 'no' ? told : 'unknown'
}

const READS = new Set<unknown>(READ_CLASSES)

/** Whatever came of a recordInfo call, in whichever entry it stands. */
function isRead({ event, detail = {} }: TimelineEntry): boolean {
  return event !== 'callback' && detail['call'] === undefined && READS.has(detail['class'])
}

function tally(entries: readonly TimelineEntry[]): ReceiptAttempt['reads'] {
  const last = entries.at(-1)
  return {
    count: entries.reduce((sum, { detail }) => sum + (numberIn(detail, 'times') ?? 1), 0),
    firstAt: renderTimeOrNull(entries[0]?.at ?? null),
    lastAt: renderTimeOrNull(last === undefined ? null : (numberIn(last.detail, 'lastAt') ?? last.at)),
  }
}

function numberIn(detail: Detail | undefined, name: string): number | null {
  const value = detail?.[name]
  return typeof value === 'number' ? value : null
}

function textIn(detail: Detail | undefined, name: string): string | null {
  const value = detail?.[name]
  return value === undefined ? null : String(value)
}
