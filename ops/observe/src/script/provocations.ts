import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../stack.ts'

/** What is done to the world so that an alert fires, and how it is taken back. */
export interface Provocation {
  alert: string
  begin?: (stack: Stack) => Promise<unknown>
  end?: (stack: Stack) => Promise<unknown>
}

const BALANCE = 50_000
/** Above the rule's scaled threshold; a scrape asks Redis six times in a row, and has a second. */
const SLOW_LINE_MS = 70
const ASK_AGAIN_MS = 250
const counts = '{kiln}:counts'

/** Asks until it is done: Redis may be full or slow just then. */
async function postSystem({ apiUrl }: Stack, act: 'pause' | 'resume', scope: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${apiUrl}/v1/system/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scope }),
    })
    await response.body?.cancel()
    if (response.ok) return
    if (response.status !== 503) throw new Error(`/v1/system/${act} answered ${response.status}`)
    await pause(ASK_AGAIN_MS)
  }
}

const signalWorkers =
  (signal: NodeJS.Signals) =>
  async ({ workers }: Stack) => {
    for (const worker of workers) worker.kill(signal)
  }

async function almostFill({ db }: Stack): Promise<void> {
  const used = Number(/^used_memory:(\d+)/m.exec(await db.info('memory'))?.[1])
  await db.config('SET', 'maxmemory', String(Math.ceil(used * 1.06)))
}

/** Who never called back is not silent. */
async function firstCallback({ db }: Stack): Promise<void> {
  while ((await db.hget(counts, 'lastCallbackAt')) === null) await pause(ASK_AGAIN_MS)
}

/** Before there is an API, and before there is a worker. */
export const BEFORE_API: Provocation = { alert: 'KilnNoFigures' }
export const BEFORE_WORKERS: Provocation = { alert: 'KilnNoWorker' }

/** Side by side; what stands below each other comes one after the other. */
export const TRACKS: readonly (readonly Provocation[])[] = [
  [
    {
      alert: 'KilnRateLimited',
      begin: (stack) => stack.setFaults({ submitLimit: { max: 0, windowMs: 10_000 } }),
      end: (stack) => stack.setFaults({ submitLimit: { max: 20, windowMs: 10_000 } }),
    },
    {
      alert: 'KilnOutOfCredits',
      begin: (stack) => stack.setFaults({ balance: 0 }),
      end: (stack) => stack.setFaults({ balance: BALANCE }),
    },
    {
      alert: 'KilnKeyRefused',
      begin: (stack) => stack.setFaults({ unauthorized: true }),
      end: (stack) => stack.setFaults({ unauthorized: false }),
    },
  ],
  [
    {
      alert: 'KilnJobsUnaccounted',
      begin: ({ db }) => db.hincrby(counts, 'accepted', 1),
      end: ({ db }) => db.hincrby(counts, 'accepted', -1),
    },
    { alert: 'KilnStrayTask', begin: ({ db }) => db.hincrby(counts, 'strayTasks', 1) },
    {
      alert: 'KilnRedisContractBroken',
      begin: ({ db }) => db.config('SET', 'appendfsync', 'everysec'),
      end: ({ db }) => db.config('SET', 'appendfsync', 'always'),
    },
    {
      alert: 'KilnRedisNearlyFull',
      begin: almostFill,
      end: ({ db }) => db.config('SET', 'maxmemory', '0'),
    },
    {
      alert: 'KilnRedisSlow',
      begin: async ({ lineToRedis }) => lineToRedis.delay(SLOW_LINE_MS),
      end: async ({ lineToRedis }) => lineToRedis.delay(0),
    },
  ],
  [
    {
      alert: 'KilnGateClosed',
      begin: (stack) => postSystem(stack, 'pause', 'model:z-image'),
      end: (stack) => postSystem(stack, 'resume', 'model:z-image'),
    },
  ],
  // Provoked by the load and by what the processes were started with.
  [{ alert: 'KilnCreditsGoneSoon' }, { alert: 'KilnParkedGrowing' }],
  [
    { alert: 'KilnClockOff' },
    {
      alert: 'KilnCallbacksSilent',
      begin: async (stack) => {
        await firstCallback(stack)
        await stack.setFaults({ dropCallbacks: 1 })
      },
      end: (stack) => stack.setFaults({ dropCallbacks: 0 }),
    },
  ],
]

/** The workers stand still, with jobs before them and results behind them at KIE. */
export const WORKERS_STAND_STILL: Provocation = {
  alert: 'KilnNothingGoesOut',
  begin: signalWorkers('SIGSTOP'),
  end: signalWorkers('SIGCONT'),
}

/** What was done while they stood still is seen now, and nothing else is. */
export const AFTER_STANDSTILL: Provocation = { alert: 'KilnVerdictsLate' }

/** What KIE is like at first. */
export const AT_FIRST = { balance: BALANCE }
