import { setTimeout as pause } from 'node:timers/promises'
import {
  startApi,
  startPrivateRedis,
  startSimulatorProcess,
  startWorker,
  type ReachableProcess,
} from '@kiln/local'
import { Redis } from 'ioredis'
import type { Section } from '../benchmark.ts'
import { countCommands, type Calls } from './commands.ts'
import { sectionsOf } from './sections.ts'
import { readTraffic, trafficSince, type Traffic } from './traffic.ts'

interface Size {
  jobs: number
  idle: number
  seconds: number
  rounds: number
}

const PREFIX = '{kiln}'
const LOOK_EVERY_MS = 500

/** What was seen while something went on. */
interface Seen {
  ms: number
  calls: Calls
  traffic: Traffic
}

export interface Lives {
  jobs: number
  idle: Seen
  lives: Seen
  /** Of KIE, for each job. */
  reads: number
}

interface Rig {
  redis: Redis
  api: ReachableProcess
  kie: ReachableProcess
  taskMs: number
}

/** Single jobs at the account's own pace, one after the other, as someone sends them who waits for nothing. */
export async function measureLives(size: Size, tell: (progress: string) => void): Promise<Section[]> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const server = await startPrivateRedis({ kind: 'real' })
    closers.push(() => server.stop())
    const redis = new Redis(server.url)
    closers.push(async () => redis.disconnect())
    const kie = await startSimulatorProcess({ env: { PORT: '0' } })
    closers.push(() => kie.stop())
    const shared = { REDIS_URL: server.url, KIE_BASE_URL: kie.url, KIE_AI_API_KEY: 'nobody' }
    const api = await startApi({ env: { ...shared, PORT: '0' } })
    closers.push(() => api.stop())
    const worker = await startWorker({ env: shared })
    closers.push(() => worker.stop())
    const rig = { redis, api, kie, taskMs: 1_000 * size.seconds }
    tell('a few jobs first, so that all code and every script is known')
    await live(rig, 3)
    const rounds: Lives[] = []
    for (let round = 1; round <= size.rounds; round++) {
      tell(`round ${round} of ${size.rounds}`)
      rounds.push(await measureRound(rig, size))
    }
    return sectionsOf(rounds)
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

/** Bytes are counted apart from commands: to be told of all commands is traffic itself. */
async function measureRound(rig: Rig, { jobs, idle }: Size): Promise<Lives> {
  const rest = await seeing(rig, () => pause(1_000 * idle))
  const before = await readsOf(rig.kie)
  const lives = await seeing(rig, () => live(rig, jobs))
  const reads = ((await readsOf(rig.kie)) - before) / (2 * jobs)
  return { jobs, idle: rest, lives, reads }
}

async function seeing({ redis }: Rig, act: () => Promise<unknown>): Promise<Seen> {
  const before = await readTraffic(redis)
  const began = performance.now()
  await act()
  const ms = performance.now() - began
  const traffic = trafficSince(before, await readTraffic(redis), ms)
  const own = /addr=(\S+)/.exec(await redis.client('INFO'))?.[1]
  const commands = await countCommands(redis, PREFIX, (address) => address === own)
  const countedFrom = performance.now()
  await act()
  const countedMs = performance.now() - countedFrom
  return { ms: countedMs, calls: commands.stop(), traffic }
}

async function live({ redis, api, taskMs }: Rig, jobs: number): Promise<void> {
  const ended = async () => redis.zcard(`${PREFIX}:state:succeeded`)
  const wanted = (await ended()) + jobs
  for (let n = 0; n < jobs; n++) {
    const answer = await fetch(`${api.url}/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `life-${performance.now()}` },
      body: JSON.stringify({
        model: 'nano-banana-2',
        input: { prompt: `a kiln at dusk, take ${n} [sim: durationMs=${taskMs}]` },
      }),
    })
    if (answer.status !== 202 && answer.status !== 201) throw new Error(`a job was answered ${answer.status}`)
    await answer.body?.cancel()
  }
  while ((await ended()) < wanted) await pause(LOOK_EVERY_MS)
}

async function readsOf(kie: ReachableProcess): Promise<number> {
  const answer = await fetch(`${kie.url}/_sim/books?charges=false`)
  return ((await answer.json()) as { reads: number }).reads
}
