import { setTimeout as pause } from 'node:timers/promises'
import { timeUntilNext, watchWarnings } from './after-an-outage.ts'
import { RESTORE } from './restore.ts'
import type { Scenario, World } from './scenario.ts'

/** The load has jobs in every state by then. */
const BEFORE_MS = 1_500
/** Slow enough to last for the longest of them. */
const LOAD = { atLeast: 120, atMost: 1_000, betweenJobsMs: 300 }

/** Of one process; an outage must not fill the log's disk. */
const MOST_WARNINGS_PER_SECOND = 10
const RESUMED_WITHIN_MS = 10_000

type Outage = (world: World) => Promise<void>

/** What happens to the Redis under a running kiln, and how long it takes to go on afterwards. */
export const REDIS_SCENARIOS: readonly Scenario[] = [
  outage('away 2 s', away(2_000)),
  outage('away 20 s', away(20_000)),
  outage('away 45 s', away(45_000)),
  outage('frozen 20 s', frozen(20_000)),
  outage('memory full 20 s', fullFor(20_000)),
  outage('clients killed', killClients),
  { ...outage('power cut', cutPower), redis: { powerCuts: { syncDelayMs: 5 } } },
  {
    ...outage('power cut, synced once a second', cutPower, { mayFreeze: true }),
    redis: { powerCuts: {}, appendFsync: 'everysec' },
    env: { KILN_REDIS_CONTRACT: 'unsafe' },
    left: 'anOlderLedger',
  },
  {
    ...outage('older copy put back', putBackOlderCopy, { mayFreeze: true }),
    left: 'anOlderLedger',
    mustFreeze: true,
  },
  RESTORE,
]

/** A ledger that is found to be older is submitted to by nobody, so that it is no fault to wait for it. */
function outage(name: string, happen: Outage, { mayFreeze = false } = {}): Scenario {
  return {
    name,
    load: LOAD,
    async disturb(world) {
      const { stack, strike, note } = world
      await pause(BEFORE_MS)
      const warnings = watchWarnings(stack)
      await happen(world)
      strike()
      const resumes = (['read', 'createTask'] as const).slice(0, mayFreeze ? 1 : 2)
      await Promise.all(
        resumes.map(async (call) => {
          const figure = call === 'read' ? 'readAgainMs' : 'submitAgainMs'
          note(figure, await timeUntilNext(call, stack), { atMost: RESUMED_WITHIN_MS })
        }),
      )
      const { perSecond, inWorstSecond } = warnings.stop()
      note('warningsPerSecond', perSecond, { atMost: MOST_WARNINGS_PER_SECOND })
      note('inWorstSecond', inWorstSecond)
    },
  }
}

function away(ms: number): Outage {
  return async ({ stack }) => {
    await stack.redis.kill('SIGKILL')
    await pause(ms)
    await stack.redis.restart()
  }
}

function frozen(ms: number): Outage {
  return async ({ stack }) => {
    stack.redis.freeze()
    await pause(ms)
    stack.redis.thaw()
  }
}

function fullFor(ms: number): Outage {
  return async ({ stack }) => {
    const lift = await stack.redis.fillMemory()
    await pause(ms)
    await lift()
  }
}

const COPY_AGE_MS = 1_500

/** An operator's restored backup, taken while work went on. */
async function putBackOlderCopy({ stack }: World): Promise<void> {
  const copy = await stack.redis.snapshot()
  await pause(COPY_AGE_MS)
  await stack.redis.restoreFrom(copy)
}

const KILLS = 10
const KILL_EVERY_MS = 2_000

async function killClients({ stack }: World): Promise<void> {
  for (let i = 0; i < KILLS; i++) {
    await stack.db.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await pause(KILL_EVERY_MS)
  }
}

const CUTS = 5
const BETWEEN_CUTS_MS = 1_000

/** Again and again, so that some cuts fall between a write and its sync. */
async function cutPower({ stack, note }: World): Promise<void> {
  let lost = 0
  for (let i = 0; i < CUTS; i++) {
    await pause(BETWEEN_CUTS_MS)
    lost += (await stack.redis.cutPower()).lostBytes
    await stack.redis.restart()
  }
  note('bytesCut', lost)
}
