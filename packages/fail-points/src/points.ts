/** Which process passes a point, and what its death there leaves behind. */
interface PointFacts {
  process: 'api' | 'worker' | 'both'
  leaves: string
}

const point = (process: PointFacts['process'], leaves: string): PointFacts => ({ process, leaves })

/**
 * Every moment at which a process can be ended on purpose: `<step>.<moment>`, in the order of a
 * job's life. A `before` that is the same moment as the `after` of the step before it is left out.
 */
export const FAIL_POINTS = {
  'accept.before': point('api', 'a caller without an answer, and nothing written'),
  'accept.after': point('api', 'a job, and a caller who was not told of it'),
  'commit.before': point('api', 'all lines of a batch in keys that end by themselves, and no batch'),
  'commit.after': point('api', 'a batch, and a caller who was not told of it'),
  'expand.before': point('worker', 'a batch whose lines are no jobs yet'),
  'expand.after': point('worker', 'some lines of a batch that have become jobs'),
  'slice.after': point('worker', 'some jobs of a bulk act under a lease, and none acted on'),
  'enlist.after': point('worker', 'a bulk act whose list is made in part'),
  'listed.after': point('worker', 'a job of a bulk act that is done, the rest of its slice undone'),
  'note.before': point('worker', 'a slice of a bulk act that is done, and its lease not given back'),
  'feed.after': point('both', 'jobs picked from their lanes, whose doorbells nobody rang'),
  'ring.after': point('both', 'doorbells rung by a process that is gone'),
  'doorbell.before': point('worker', 'a doorbell taken from the queue, and no intent'),
  'begin.after': point('worker', 'an intent, and nothing on the wire'),
  'wire.during': point('worker', 'an intent, and a call that may have been charged'),
  'wire.after': point('worker', 'an answer that was read and not written down'),
  'bind.after': point('worker', 'a task that is bound, and a doorbell not taken off'),
  'doorbell.after': point('worker', 'a doorbell whose job has long moved on'),
  'lost.before': point('worker', 'an overdue attempt that was found and not given up'),
  'lost.after': point('worker', 'an attempt given up, the rest of its sweep undone'),
  'claim.after': point('worker', 'reads taken under a lease, and none sent'),
  'read.during': point('worker', 'a read on the wire'),
  'read.after': point('worker', 'a verdict that was read and not written down'),
  'settle.after': point('worker', 'a verdict written down, and nobody told'),
  'callback.before': point('api', 'a callback that was taken and not kept'),
  'callback.after': point('api', 'a callback kept, and KIE not told so'),
  'confirm.before': point('worker', 'a task that was confirmed and not bound'),
  'confirm.after': point('worker', 'a task bound by its callback, the rest undone'),
} as const satisfies Record<`${string}.${Moment}`, PointFacts>

export type Moment = 'before' | 'during' | 'after'
export type FailPoint = keyof typeof FAIL_POINTS
export type Step = FailPoint extends infer P ? (P extends `${infer S}.${Moment}` ? S : never) : never

/** Steps that may be run twice at once without changing the outcome. */
export const REPEATABLE = [
  'accept',
  'commit',
  'expand',
  'enlist',
  'listed',
  'note',
  'doorbell',
  'begin',
  'bind',
  'lost',
  'settle',
  'confirm',
  'callback',
] as const
/** A plan in which a queue rings twice and a connection sends again, at every step. */
export const EVERYTHING_TWICE = REPEATABLE.map((step) => `${step}=twice`).join(',')

export type RepeatableStep = (typeof REPEATABLE)[number] & Step
