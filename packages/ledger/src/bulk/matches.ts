import type { Failure, State } from '@kiln/lifecycle'
import type { FailureGroup } from '../failures/list-failures.ts'
import type { CancelFilter, RequeueFilter } from './bulk-record.ts'

/** Whether a group may hold jobs of the filter; what is left over of a class has all models. */
export function mayHold(
  group: Pick<FailureGroup, 'cause' | 'class' | 'model'>,
  filter: RequeueFilter,
): boolean {
  return (
    (filter.cause === undefined || group.cause === filter.cause) &&
    (filter.class === undefined || group.class === filter.class) &&
    (filter.model === undefined || group.model === filter.model || group.model === '')
  )
}

interface FailedJob {
  model: string
  failure: Pick<Failure, 'class'> | null
  batchId: string | null
  finishedAt: number | null
}

/** What the groups cannot tell of a single job. */
export function matchesRequeue(job: FailedJob, filter: RequeueFilter): boolean {
  const { finishedAt } = job
  return (
    (filter.class === undefined || job.failure?.class === filter.class) &&
    (filter.model === undefined || job.model === filter.model) &&
    (filter.batchId === undefined || job.batchId === filter.batchId) &&
    (filter.since === undefined || (finishedAt !== null && finishedAt >= filter.since)) &&
    (filter.until === undefined || (finishedAt !== null && finishedAt < filter.until))
  )
}

interface LiveJob {
  state: State
  model: string
  batchId: string | null
  customId: string | null
  createdAt: number
}

/** Judged again when its turn comes: whoever asked for queued jobs alone wants none marked that was sent since. */
export function matchesCancel(job: LiveJob, filter: CancelFilter): boolean {
  return (
    (filter.state === undefined || job.state === filter.state) &&
    (filter.model === undefined || job.model === filter.model) &&
    (filter.batchId === undefined || job.batchId === filter.batchId) &&
    (filter.customIdPrefix === undefined || job.customId?.startsWith(filter.customIdPrefix) === true) &&
    (filter.since === undefined || job.createdAt >= filter.since) &&
    (filter.until === undefined || job.createdAt < filter.until)
  )
}
