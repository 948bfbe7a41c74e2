/** What can be done to many jobs at once. */
export const BULK_ACTS = ['requeue', 'cancel'] as const
export type BulkAct = (typeof BULK_ACTS)[number]

/** How a bulk act stands; the last three are ends. Only a requeue has a canary and stops by itself. */
export const BULK_STATUSES = [
  /** Its jobs are being listed, and none was acted on. */
  'listing',
  'planned',
  'canary',
  'running',
  'done',
  'stopped',
  'aborted',
] as const
export type BulkStatus = (typeof BULK_STATUSES)[number]

export const STOP_REASONS = [
  'sameClassReturned',
  'canaryFailed',
  /** Redis went back in time: which jobs were run again is not known any more. */
  'rolledBack',
] as const
export type StopReason = (typeof STOP_REASONS)[number]

/** What a bulk act does next. */
export type BulkStep =
  /** The next jobs go on its list. */
  | { kind: 'enlist' }
  | { kind: 'take'; status: 'canary' | 'running'; max: number }
  /** For those that were sent. */
  | { kind: 'wait'; status: 'canary' | 'running' }
  | { kind: 'end'; status: 'done' | 'stopped'; why: StopReason | null }
