import type { State } from './states.ts'

/** Everything that can happen to a job, in the past tense, with its meaning. */
export const EVENTS = {
  begun: 'the intent is written; createTask may be called once',
  bound: "KIE's task is known, by its answer, its callback or an operator",
  released: 'surely no task was made; the job waits again',
  rejected: 'KIE refused the job for good',
  retried: "the attempt failed and the job's own retries, or a return after noCredits, give it another",
  lost: 'the answer never came, or said nothing',
  horizonPassed: 'no callback explained a lost answer in time',
  succeeded: 'a read showed a well-formed result',
  failed: "a read showed KIE's failure",
  limitPassed: 'the polling limit passed, and a read after it gave no verdict',
  watchEnded: 'the last sparse read gave no verdict',
  vanished: 'KIE no longer knows the task',
  resultless: 'KIE says success and shows no result, three times',
  canceled: 'the caller withdrew it before it was sent',
  cancelRequested: 'the caller withdrew it after it was sent; KIE cannot stop a task',
  quarantined: 'the record cannot be read or decided on',
  rescued: 'a confirmed success corrected an earlier end',
  resumed: 'an operator put a task that still runs back under watch',
  requeued: 'an operator opened a new attempt after an end',
  resubmitted: 'an operator opened a new attempt for a parked job',
  writtenOff: 'an operator gave a parked job up',
} as const
export type JobEvent = keyof typeof EVENTS
export const EVENT_NAMES = Object.keys(EVENTS) as readonly JobEvent[]

/** Events that only a person causes. `bound` may be a person's act too, and never leads to a new attempt. */
export const OPERATOR_EVENTS = [
  'requeued',
  'resubmitted',
  'resumed',
  'writtenOff',
] as const satisfies JobEvent[]

export interface Transition {
  from: State
  event: JobEvent
  to: State
  /** Where it leads instead once a cancel was requested. */
  toIfCancelRequested?: State
}

const row = (from: State, event: JobEvent, to: State, toIfCancelRequested?: State): Transition =>
  toIfCancelRequested ? { from, event, to, toIfCancelRequested } : { from, event, to }

/** What an answer to createTask does; it may come late, so it is legal from three states. */
const answerRows = (from: State): Transition[] => [
  row(from, 'bound', 'running'),
  row(from, 'released', 'queued', 'canceled'),
  row(from, 'rejected', 'failed', 'canceled'),
  row(from, 'retried', 'queued', 'canceled'),
]

const verdictRows = (from: State): Transition[] => [
  row(from, 'succeeded', 'succeeded', 'canceled'),
  row(from, 'failed', 'failed', 'canceled'),
  row(from, 'vanished', 'parked'),
  row(from, 'resultless', 'parked'),
]

/** The whole life of a job. What is not listed cannot happen. */
export const TRANSITIONS: readonly Transition[] = [
  row('queued', 'begun', 'submitting'),
  // A callback of an earlier attempt turned out to be a task that runs.
  row('queued', 'bound', 'running'),
  row('queued', 'canceled', 'canceled'),
  row('queued', 'quarantined', 'parked'),

  ...answerRows('submitting'),
  row('submitting', 'lost', 'unconfirmed'),
  row('submitting', 'cancelRequested', 'submitting'),
  row('submitting', 'quarantined', 'parked'),

  ...answerRows('unconfirmed'),
  row('unconfirmed', 'horizonPassed', 'parked'),
  row('unconfirmed', 'cancelRequested', 'unconfirmed'),
  row('unconfirmed', 'quarantined', 'parked'),

  ...verdictRows('running'),
  row('running', 'retried', 'queued', 'canceled'),
  row('running', 'limitPassed', 'late'),
  row('running', 'cancelRequested', 'running'),
  row('running', 'quarantined', 'parked'),

  // A late job never goes back to the queue: its task may still be paid for.
  ...verdictRows('late'),
  row('late', 'watchEnded', 'parked'),
  row('late', 'cancelRequested', 'late'),
  row('late', 'quarantined', 'parked'),

  ...answerRows('parked'),
  row('parked', 'resubmitted', 'queued'),
  row('parked', 'writtenOff', 'canceled'),

  row('succeeded', 'requeued', 'queued'),

  row('failed', 'rescued', 'succeeded'),
  row('failed', 'resumed', 'running'),
  row('failed', 'requeued', 'queued'),

  // A canceled job keeps its state and gains the result it was charged for.
  row('canceled', 'rescued', 'canceled'),
  row('canceled', 'resumed', 'running'),
  row('canceled', 'requeued', 'queued'),
]

const byFromAndEvent = new Map(TRANSITIONS.map((t) => [`${t.from} ${t.event}`, t]))

/** The state that `event` leads to, or null where it cannot happen. */
export function nextState(from: State, event: JobEvent, cancelRequested: boolean): State | null {
  const found = byFromAndEvent.get(`${from} ${event}`)
  if (!found) return null
  return cancelRequested ? (found.toIfCancelRequested ?? found.to) : found.to
}
