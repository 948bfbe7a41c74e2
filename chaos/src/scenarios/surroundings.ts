import { atOnce } from '@kiln/local'
import { setTimeout as pause } from 'node:timers/promises'
import type { Draw } from '@kiln/simulator'
import type { AcceptedJob } from '../audit/evidence.ts'
import type { DrawnJob } from '../load/draw-jobs.ts'
import { createKilnClient, type ShownBatch } from '../load/kiln-client.ts'
import { submitAll, type OnAccepted } from '../load/submit-load.ts'
import { PREFIX, type Stack } from '../stack/stack.ts'
import type { World } from './scenario.ts'

/** The caller that every run has. */
export const CALLER = 'chaos'

/** For a caller to be answered. */
const PATIENCE_MS = 60_000
const AT_ONCE = 12
const LOOK_AGAIN_MS = 20

/** What a scenario can do besides breaking things: what callers do. */
export function surroundingsOf(
  stack: Stack,
  draw: Draw,
  onAccepted: OnAccepted,
): Omit<World, 'strike' | 'note'> {
  const client = (caller = CALLER) => {
    const secret = stack.keys.api.get(caller)
    if (secret === undefined) throw new Error(`the scenario names no caller ${caller}`)
    return createKilnClient(stack.apiUrl, secret, PATIENCE_MS)
  }

  async function takeBack(jobs: readonly AcceptedJob[], caller?: string): Promise<void> {
    for (const job of jobs) job.cancelAsked = true
    const as = client(caller)
    let left = [...jobs]
    while (left.length > 0) {
      await atOnce(AT_ONCE, left, (job) => as.cancel(job.id))
      const queued = new Set(await stack.db.zrange(`${PREFIX}:state:queued`, '0', '-1'))
      left = left.filter(({ id }) => queued.has(id))
    }
  }

  /** The audit follows jobs by their ids, which the results tell; what never became a job has none. */
  async function handToAudit(
    { id }: ShownBatch,
    jobs: readonly DrawnJob[],
    isCanceled: boolean,
    caller?: string,
  ): Promise<void> {
    const byKey = new Map(jobs.map((job) => [job.key, job]))
    for (const row of await client(caller).results(id)) {
      const { key, body, fate } = byKey.get(row.customId)!
      if (row.id !== null) {
        onAccepted({ key, id: row.id, retries: body.retries, cancelAsked: isCanceled, fate })
      }
    }
  }

  return {
    stack,
    draw,
    handToAudit,
    async submitBatch(key, jobs, caller) {
      const batch = await client(caller).submitBatch(key, jobs)
      await handToAudit(batch, jobs, false, caller)
      return batch
    },
    client,
    submit: (jobs, caller) => submitAll(client(caller), jobs, onAccepted),
    takeBack,
  }
}

export const countOf = (stack: Stack, state: string) => stack.db.zcard(`${PREFIX}:state:${state}`)

/** What a scenario waited for in vain: a finding, and the end of what it does. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime'
}

/** Asks again and again; what does not come in time is told by its name. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const startedMs = performance.now()
  while (!(await isSo())) {
    if (performance.now() - startedMs > withinMs) {
      throw new NotInTime(`${what}: not so after ${Math.round(withinMs / 1_000)} s`)
    }
    await pause(LOOK_AGAIN_MS)
  }
}
