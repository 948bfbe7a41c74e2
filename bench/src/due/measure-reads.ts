import { setTimeout as pause } from 'node:timers/promises'
import { makeTemporaryFolder, startPrivateRedis, startSimulatorProcess, startWorker } from '@kiln/local'
import { Redis } from 'ioredis'
import { nowMs, openDoor, type Door } from './door.ts'
import { followDueTimes } from './due-times.ts'
import { followFloor } from './floor.ts'
import { fillInstallation } from './installation.ts'
import { startBusyWatch } from './busy.ts'
import { latenessOf } from './lateness.ts'

interface Setup {
  waiting: number
  running: number
  seconds: number
}

export interface Measured {
  /** Of each read. */
  lateMs: number[]
  /** Of a timer and a synced write alone. */
  floorMs: number[]
  /** All that ran on the machine, the measurement included. */
  busyPercent: number
}

const WARM_UP_MS = 5_000
/** What KIE allows, in a minute, and a window on top: so many leave the queue while it is measured. */
const SENT_A_MINUTE = 120
const WINDOW = 20

/** One installation from its start to its end. */
export async function measureReads({ waiting, running, seconds }: Setup): Promise<Measured> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const server = await startPrivateRedis({ kind: 'real' })
    closers.push(() => server.stop())
    const redis = new Redis(server.url)
    closers.push(async () => redis.disconnect())
    const simulator = await startSimulatorProcess({ env: { PORT: '0' } })
    closers.push(() => simulator.stop())
    const door = await openDoor(simulator.url)
    closers.push(() => door.close())
    await setSubmitLimit(simulator.url, null)
    const sent = Math.ceil((SENT_A_MINUTE * (seconds + WARM_UP_MS / 1_000)) / 60) + WINDOW
    await fillInstallation(redis, simulator.url, { running, waiting: waiting > 0 ? waiting + sent : 0 })
    await setSubmitLimit(simulator.url, { max: WINDOW, windowMs: 10_000 })
    await startTheWorker(server.url, door.url, closers)
    return await watchReads(redis, door, seconds)
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function setSubmitLimit(kieUrl: string, submitLimit: object | null): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ submitLimit })
  const response = await fetch(`${kieUrl}/_sim/faults`, { method: 'PUT', headers, body })
  if (!response.ok) throw new Error(`the simulator refused a limit: ${await response.text()}`)
  await response.body?.cancel()
}

async function startTheWorker(
  redisUrl: string,
  kieUrl: string,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const folder = await makeTemporaryFolder('kiln-bench-state-')
  closers.push(() => folder.remove())
  const worker = await startWorker({
    env: {
      REDIS_URL: redisUrl,
      KIE_BASE_URL: kieUrl,
      KIE_AI_API_KEY: 'the-key-of-the-benchmark',
      KILN_STATE_DIR: folder.path,
      // Else reads would wait for the meter, and not for the worker.
      KILN_POLL_LIMIT: '1000/1s',
    },
  })
  closers.push(() => worker.stop())
}

async function watchReads(redis: Redis, door: Door, seconds: number): Promise<Measured> {
  const dues = followDueTimes(redis)
  await pause(WARM_UP_MS)
  const fromMs = nowMs()
  const busy = startBusyWatch()
  const floor = followFloor(redis)
  await pause(seconds * 1_000)
  const busyPercent = busy()
  const floorMs = await floor.stop()
  const seen = await dues.stop()
  const reads = door.reads.filter(({ startedAt }) => startedAt >= fromMs)
  return { lateMs: latenessOf(reads, seen), floorMs, busyPercent }
}
