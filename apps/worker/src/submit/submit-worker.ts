import { createRequire } from 'node:module'
import { queuePrefix, SUBMIT_QUEUE } from '@kiln/ledger'
import type * as BullMq from 'bullmq'
import type { Redis } from 'ioredis'

// Required, as the ledger does: an import of it starts more slowly.
const { Worker } = createRequire(import.meta.url)('bullmq') as typeof BullMq

export interface SubmitWorkerOptions {
  connection: Redis
  prefix: string
  concurrency: number
  submit: (jobId: string) => Promise<void>
  onError: (error: unknown) => void
}

/** Answers the doorbells. Retries, pacing and memory are the ledger's; BullMQ only rings. */
export function startSubmitWorker(options: SubmitWorkerOptions): BullMq.Worker<{ id: string }> {
  const worker = new Worker<{ id: string }>(SUBMIT_QUEUE, ({ data }) => options.submit(data.id), {
    connection: options.connection,
    prefix: queuePrefix(options.prefix),
    concurrency: options.concurrency,
    lockDuration: 30_000,
    stalledInterval: 10_000,
    // A stalled doorbell is rung again for as long as it takes: begin decides whether anything
    // may be posted, and the counter would only report a healthy job as failed.
    maxStalledCount: 1_000_000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    skipVersionCheck: true,
  })
  worker.on('error', options.onError)
  worker.on('failed', (_job, error) => options.onError(error))
  return worker
}
