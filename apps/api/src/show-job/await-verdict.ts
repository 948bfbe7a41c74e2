import { setTimeout as sleep } from 'node:timers/promises'
import type { JobRecord, Verdicts } from '@kiln/ledger'
import { STATES } from '@kiln/lifecycle'

export interface LongPoll {
  jobId: string
  read: () => Promise<JobRecord | null>
  wait: Verdicts['wait']
  waitMs: number
  /** Aborted by the caller when nobody waits any more, and from here when the wait is over. */
  control: AbortController
}

/** Without a verdict to follow (Redis lost and found), the record is looked at no oftener than this. */
const PAUSE_MS = 250

/** The job once it has ended or was parked, or as it is when the time is over. */
export async function awaitVerdict(poll: LongPoll): Promise<JobRecord | null> {
  const { jobId, read, wait, waitMs, control } = poll
  const { signal } = control
  const deadlineMs = performance.now() + waitMs
  try {
    for (let round = 0; ; round++) {
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0 || signal.aborted) return await read()
      if (round > 1) await sleep(Math.min(PAUSE_MS, leftMs))
      // Waiting begins before the look at the record, so that no verdict falls in between.
      const verdict = wait(jobId, leftMs, signal)
      const job = await read()
      if (job === null || !STATES[job.state].live) return job
      await verdict
    }
  } finally {
    control.abort()
  }
}
