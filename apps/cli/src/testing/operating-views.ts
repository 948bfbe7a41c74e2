import { stateSchema } from '@kiln/contract'
import type {
  BulkCancelView,
  BulkRequeueView,
  CancelPlanView,
  FailureGroupView,
  JobView,
  RequeuePlanView,
  SystemView,
} from '@kiln/sdk'

const NOON = '2026-11-21T12:00:00.000Z'
export const CAUSE = 'cause_6a5a9f38d38b8ee4'
export const REQUEUE_ID = 'requeue_6a5a9f38d38b8ee4f3e37edd'
export const CANCEL_ID = 'cancel_6a5a9f38d38b8ee4f3e37edd'
const ENDS = ['done', 'stopped', 'aborted']
const endOf = (status: string) => (ENDS.includes(status) ? NOON : null)

export const aGroup = (changes: Partial<FailureGroupView> = {}): FailureGroupView => ({
  cause: CAUSE,
  class: 'upstreamError',
  code: '500',
  model: 'nano-banana-2',
  message: 'internal error at #',
  fault: 'provider',
  advice: 'Run it again later.',
  count: 160,
  credits: { lost: 24 },
  firstSeenAt: '2026-11-21T11:02:00.000Z',
  lastSeenAt: NOON,
  trend: [...Array.from({ length: 22 }, () => 0), 40, 120],
  samples: ['job_6a5a9f38d38b8ee4f3e37edd', 'job_6a5a9f38d38b8ee4f3e37ede'],
  links: { jobs: `/v1/jobs?cause=${CAUSE}` },
  ...changes,
})

export const aPlan = (changes: Partial<RequeuePlanView> = {}): RequeuePlanView => ({
  matching: 160,
  eligible: 150,
  notEligible: [{ why: 'chargeUnknown', jobs: 10 }],
  askedFirst: 150,
  credits: { min: 1200, max: 1200 },
  unpriced: 0,
  complete: true,
  seconds: 95,
  ...changes,
})

type Counts = BulkRequeueView['counts']

export function aRequeue(
  status: BulkRequeueView['status'],
  counts: Partial<Omit<Counts, 'outcomes'>> & { outcomes?: Partial<Counts['outcomes']> } = {},
  changes: Partial<BulkRequeueView> = {},
): BulkRequeueView {
  const none = { succeeded: 0, returned: 0, failed: 0, canceled: 0, parked: 0, lost: 0, open: 0 }
  return {
    id: REQUEUE_ID,
    status,
    by: 'ops',
    filter: { cause: CAUSE },
    limit: null,
    canary: 5,
    stopAfter: 20,
    confirmCharge: false,
    counts: {
      found: 160,
      left: 0,
      requeued: 0,
      adopted: 0,
      resumed: 0,
      skipped: {},
      ...counts,
      outcomes: { ...none, ...counts.outcomes },
    },
    why: null,
    abortedBy: null,
    createdAt: NOON,
    endedAt: endOf(status),
    links: { self: '', abort: '' },
    ...changes,
  }
}

export const aCancelPlan = (changes: Partial<CancelPlanView> = {}): CancelPlanView => ({
  matching: 160,
  eligible: 150,
  endAtOnce: 140,
  onlyMarked: 10,
  notEligible: [{ why: 'alreadyRequested', jobs: 10 }],
  credits: { saved: { min: 1120, max: 1120 }, notSaved: 'unknown' },
  unpriced: 1,
  complete: true,
  ...changes,
})

export const aCancel = (
  status: BulkCancelView['status'],
  counts: Partial<BulkCancelView['counts']> = {},
  changes: Partial<BulkCancelView> = {},
): BulkCancelView => ({
  id: CANCEL_ID,
  status,
  by: 'ops',
  filter: { state: 'queued' },
  limit: null,
  counts: { found: 150, left: 0, canceled: 0, requested: 0, skipped: {}, ...counts },
  abortedBy: null,
  createdAt: NOON,
  endedAt: endOf(status),
  links: { self: '', abort: '' },
  ...changes,
})

export function aSystem(changes: Partial<SystemView> = {}): SystemView {
  const jobs = Object.fromEntries(stateSchema.options.map((state) => [state, 0])) as SystemView['jobs']
  return {
    now: NOON,
    version: '0.1.0',
    gates: [],
    busiest: [{ model: 'nano-banana-2', queued: 340 }],
    submit: { places: 20, windowMs: 10_000, used: 12, slowStart: null, shortestCallMs: null },
    poll: { places: 100, windowMs: 10_000, used: 30 },
    credits: { balance: 5_000, seenAt: NOON, perHour: 120, goneAt: '2026-11-23T05:40:00.000Z' },
    workers: [
      { host: 'a', pid: 7, startedAt: NOON, seenAt: NOON, clockSkewMs: 0, version: '0.1.0', agrees: true },
    ],
    lastCallbackAt: null,
    strayTasks: 0,
    orphans: { count: 0, newest: [] },
    ...changes,
    jobs: { ...jobs, queued: 340, running: 23, ...changes.jobs },
  }
}

export const aFailedJob = (changes: Partial<JobView> = {}): JobView => ({
  id: 'job_6a5a9f38d38b8ee4f3e37edd',
  customId: 'shot-7',
  batchId: null,
  model: 'nano-banana-2',
  state: 'failed',
  waitingFor: null,
  input: { prompt: 'a fox' },
  taskId: 't1',
  attempts: 1,
  polls: 2,
  cancelRequestedAt: null,
  createdAt: NOON,
  submittedAt: NOON,
  expectedAt: null,
  finishedAt: NOON,
  result: null,
  failure: {
    class: 'upstreamError',
    code: '500',
    message: 'internal error',
    charged: 'no',
    advice: 'Again.',
    cause: CAUSE,
  },
  parked: null,
  credits: { quoted: { min: 8, max: 8 }, charged: 0 },
  links: { self: '', events: '', receipt: '', cancel: '' },
  ...changes,
})
