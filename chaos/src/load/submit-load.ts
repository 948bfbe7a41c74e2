import { atOnce } from '@kiln/local'
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

/** Hands each job to the audit as soon as its caller was told of it. */
export type OnAccepted = (job: AcceptedJob) => void

async function submitJob(client: KilnClient, job: DrawnJob, onAccepted: OnAccepted): Promise<AcceptedJob> {
  const { id } = await client.submit(job)
  const { key, fate, body, cancelAfterMs } = job
  const accepted = { key, id, retries: body.retries, fate, cancelAsked: cancelAfterMs !== null }
  onAccepted(accepted)
  return accepted
}

export async function submitLoad(
  client: KilnClient,
  draw: Draw,
  load: Load,
  goOn: () => boolean,
  onAccepted: OnAccepted,
): Promise<void> {
  const cancels: Promise<void>[] = []
  let drawn = 0

  async function submitOne(job: DrawnJob): Promise<void> {
    const { id } = await submitJob(client, job, onAccepted)
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
}

/** All of these jobs as fast as they are taken; the answers stand as the jobs do. */
export async function submitAll(
  client: KilnClient,
  jobs: readonly DrawnJob[],
  onAccepted: OnAccepted,
): Promise<AcceptedJob[]> {
  return atOnce(CALLERS, jobs, (job) => submitJob(client, job, onAccepted))
}
