import { setTimeout as pause } from 'node:timers/promises'
import { askWith, type Ask } from '../load/ask.ts'
import { PREFIX } from '../stack/stack.ts'
import { timeUntilNext } from './after-an-outage.ts'
import type { Scenario, World } from './scenario.ts'
import { CALLER, countOf, until } from './surroundings.ts'

/** Five minutes of kiln's time. */
const COPY_AGE_MS = 15_000
const BEFORE_MS = 1_500
const SENT = ['submitting', 'unconfirmed', 'running'] as const

/**
 * A backup is put back while nothing of kiln runs, as its procedure says. Only the files of the workers
 * know then what was paid since; the operator's steps of docs/rolled-back.md lead back to work.
 */
export const RESTORE: Scenario = {
  name: 'backup put back, and back to work',
  callbacks: true,
  repeat: false,
  left: 'aResumedLedger',
  load: { atLeast: 120, atMost: 2_000, betweenJobsMs: 400 },
  async disturb(world) {
    const { stack, strike, note } = world
    await pause(BEFORE_MS)
    const copy = await stack.redis.snapshot()
    await pause(COPY_AGE_MS)
    // Everything of kiln goes with it, so that no memory is left but the files.
    await stack.redis.kill('SIGKILL')
    for (const kept of [stack.api, ...stack.workers]) kept.recycle('SIGKILL')
    await stack.redis.restoreFrom(copy)
    strike()
    await until('kiln says that Redis went back in time', () => isFrozen(world))
    const before = await createsOf(world)
    await until('what was sent has come to its end', () => hasNothingSent(world))
    note('sentWhileFrozen', (await createsOf(world)) - before, { atMost: 0 })
    const { bound, canceled } = await giveTasksBack(world, askWith(stack.apiUrl, stack.keys.api.get(CALLER)!))
    note('bound', bound, { atLeast: 1 })
    note('canceled', canceled)
    await world.client().resume()
    note('submitAgainMs', await timeUntilNext('createTask', stack), { atMost: 10_000 })
  },
}

async function isFrozen({ stack }: World): Promise<boolean> {
  const gate = await stack.db.hget(`${PREFIX}:gates`, 'paused').catch(() => null)
  return gate?.includes('rolledBack: ') ?? false
}

async function hasNothingSent({ stack }: World): Promise<boolean> {
  const counts = await Promise.all(SENT.map((state) => countOf(stack, state)))
  return counts.every((count) => count === 0)
}

async function createsOf({ stack }: World): Promise<number> {
  const { creates } = await stack.simulation.counts()
  return Object.values(creates.byCode).reduce((sum, count) => sum + count, 0)
}

/** What the log of the KIE account tells: the newest task of each job, made after the last attempt that Redis knows. */
async function tasksSince({ stack }: World): Promise<Map<string, string>> {
  const lastIntentAt = Number(await stack.db.hget(`${PREFIX}:ledger`, 'lastIntentAt'))
  const { charges } = await stack.simulation.books()
  return new Map(charges.filter(({ at }) => at > lastIntentAt).map(({ key, taskId }) => [key, taskId]))
}

/** Steps 2 and 3: queued jobs that were paid for since get their tasks, and what cannot is canceled. */
async function giveTasksBack(world: World, ask: Ask): Promise<{ bound: number; canceled: number }> {
  const tasks = await tasksSince(world)
  let [bound, canceled] = [0, 0]
  for (const { id } of await world.client().queued()) {
    const taskId = tasks.get(id)
    if (taskId === undefined) continue
    const { status } = await ask('POST', `/v1/jobs/${id}/bind`, { key: `bind-${id}`, body: { taskId } })
    if (status === 200) bound++
    else {
      await world.client().cancel(id)
      canceled++
    }
  }
  return { bound, canceled }
}
