import type { JobView, ReceiptAttempt, Unknown } from '@kiln/contract'
import type { TimelineEntry } from '@kiln/ledger'

export interface NotKnown {
  code: Unknown
  attempt: number | null
  /** Where it is about a number of things. */
  count?: number
}

const WITHOUT_RESULT = new Set(['taskVanished', 'noResult', 'noVerdict'])
/** What only an answer of createTask leads to, or that it was surely not sent. */
const ANSWERED = new Set(['released', 'rejected', 'retried'])
const GOES_ON = new Set<string>(['submitting', 'unconfirmed', 'running', 'late'])

const ofJob = (code: Unknown, holds: boolean): NotKnown[] => (holds ? [{ code, attempt: null }] : [])

/** What nobody can tell from what was written down: an honest receipt says so. */
export function notKnownOf(
  job: Pick<JobView, 'state' | 'credits'> & { parked: { reason: string } | null },
  attempts: readonly ReceiptAttempt[],
  timeline: readonly TimelineEntry[],
): NotKnown[] {
  const omitted = timeline.find(({ event }) => event === 'omitted')?.detail?.['entries']
  return [
    ...ofJob('price', job.credits.quoted === 'unknown'),
    ...attempts.flatMap(ofAttempt),
    ...ofJob('result', WITHOUT_RESULT.has(job.parked?.reason ?? '')),
    ...ofJob('verdict', GOES_ON.has(job.state)),
    ...ofJob('record', job.parked?.reason === 'quarantined'),
    ...(typeof omitted === 'number' ? [{ code: 'entries' as const, attempt: null, count: omitted }] : []),
  ]
}

function ofAttempt({ attempt, call, taskId, endedBy, charged }: ReceiptAttempt): NotKnown[] {
  const found: NotKnown[] = []
  if (taskId === null && call === null && !ANSWERED.has(endedBy ?? '')) found.push({ code: 'sent', attempt })
  if (taskId === null && call?.class === 'unknown') found.push({ code: 'task', attempt })
  if (charged === 'unknown') found.push({ code: 'charge', attempt })
  return found
}
