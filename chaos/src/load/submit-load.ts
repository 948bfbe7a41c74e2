import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '@kiln/simulator'
import type { AcceptedJob } from '../audit/evidence.ts'
import { drawJob, type DrawnJob } from './draw-jobs.ts'
import type { KilnClient } from './kiln-client.ts'

export interface Load {
  /** At least so many jobs, and further ones while there is still something to be broken. */
  atLeast: number
  atMost: number
  /** Between two jobs of one caller: the load lasts longer than what is done to it. */
  betweenJobsMs: number
}

/** How many callers submit at once. */
const CALLERS = 6

export async function submitLoad(
  client: KilnClient,
  draw: Draw,
  load: Load,
  goOn: () => boolean,
): Promise<AcceptedJob[]> {
  const accepted: AcceptedJob[] = []
  const cancels: Promise<void>[] = []
  let drawn = 0

  async function submitOne(job: DrawnJob): Promise<void> {
    const { id } = await client.submit(job)
    accepted.push({
      key: job.key,
      id,
      retries: job.body.retries,
      fate: job.fate,
      cancelAsked: job.cancelAfterMs !== null,
    })
    if (job.cancelAfterMs !== null) cancels.push(pause(job.cancelAfterMs).then(() => client.cancel(id)))
  }

  async function callAgainAndAgain(): Promise<void> {
    while (drawn < load.atMost && (drawn < load.atLeast || goOn())) {
      await submitOne(drawJob(draw, ++drawn))
      await pause(load.betweenJobsMs)
    }
  }

  await Promise.all(Array.from({ length: CALLERS }, callAgainAndAgain))
  await Promise.all(cancels)
  return accepted
}
