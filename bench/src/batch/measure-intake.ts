import { loadavg } from 'node:os'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startApi,
  startPrivateRedis,
  startWorker,
  type ReachableProcess,
  type RunningProcess,
} from '@kiln/local'
import { Redis } from 'ioredis'
import type { Section } from '../benchmark.ts'
import { askMeanwhile, type Waits } from './ask-meanwhile.ts'
import { addBulk } from './baseline.ts'
import { batchLines, inChunks } from './batch-lines.ts'
import { watchLoop, type LoopLoad, type LoopWatch } from './loop-events.ts'
import { measureSlices } from './measure-slices.ts'
import { memoryOf } from './memory-of.ts'
import { watchProcess, type ProcessLoad } from './process-load.ts'
import { watchRedis, type RedisLoad } from './redis-load.ts'
import { sectionsOf, slicesSection } from './sections.ts'

interface Size {
  lines: number
  bytes: number
  rounds: number
}

interface Rig {
  api: ReachableProcess
  worker: RunningProcess
  workerUrl: string
  redis: Redis
  redisUrl: string
  apiLoop: LoopWatch
  workerLoop: LoopWatch
}

/** Nothing is sent to KIE: the gate is closed before the first job. */
const NOWHERE = 'http://127.0.0.1:9'

/** One API, one worker, one Redis that syncs every write; the baseline in the same Redis, right after. */
export async function measureIntake(size: Size, tell: (progress: string) => void): Promise<Section[]> {
  const own = await startPrivateRedis({ kind: 'real' })
  const redis = new Redis(own.url)
  const shared = {
    REDIS_URL: own.url,
    KIE_BASE_URL: NOWHERE,
    KIE_AI_API_KEY: 'nobody',
    KILN_REDIS_CONTRACT: 'checked',
  }
  const [apiLoop, workerLoop] = [await watchLoop(), await watchLoop()]
  const api = await startApi({ env: { ...shared, ...apiLoop.env, PORT: '0' } })
  const worker = await startWorker({ env: { ...shared, ...workerLoop.env, KILN_WORKER_PORT: '0' } })
  try {
    await post(`${api.url}/v1/system/pause`, { scope: 'submit' })
    tell('a small batch first, so that all code is warm')
    await expanded(api, (await submit(api, 1_000, size.bytes)).self)
    const rounds: Round[] = []
    const rig = { api, worker, workerUrl: worker.url!, redis, redisUrl: own.url, apiLoop, workerLoop }
    for (let round = 1; round <= size.rounds; round++) {
      tell(`batch ${round} of ${size.rounds}: ${size.lines} lines`)
      rounds.push(await measureRound(rig, size, tell))
    }
    await worker.stop()
    tell('once more, slice by slice, without a worker')
    await submit(api, size.lines, size.bytes)
    return [...sectionsOf(rounds), slicesSection(await measureSlices(redis))]
  } finally {
    redis.disconnect()
    await Promise.all([worker.stop(), api.stop()])
    await Promise.all([own.stop(), apiLoop.remove(), workerLoop.remove()])
  }
}

/** What was seen of all while something went on. */
export interface Seen {
  ms: number
  others: Waits
  api: ProcessLoad & LoopLoad
  worker: ProcessLoad & LoopLoad
  redis: RedisLoad
  /** The machine's, over the last minute, when it ended. */
  load: number
}

export interface Round {
  lines: number
  idle: Seen
  upload: Seen
  expansion: Seen
  bulk: { ms: number; redis: RedisLoad }
  apiGrownMB: number
  workerGrownMB: number
}

/** How long others are asked before, for comparison: the machine may have other things to do. */
const IDLE_MS = 5_000

async function measureRound(
  rig: Rig,
  { lines, bytes }: Size,
  tell: (progress: string) => void,
): Promise<Round> {
  const { api, worker, redis, redisUrl } = rig
  const single = await post(`${api.url}/v1/jobs`, { model: 'nano-banana-2', input: { prompt: 'a single' } })
  const url = `${api.url}/v1/jobs/${String(single['id'])}`
  const idle = await seeing(rig, url, () => sleep(IDLE_MS))
  const [apiBefore, workerBefore] = [memoryOf(api.pid).nowMB, memoryOf(worker.pid).nowMB]
  let self = ''
  const upload = await seeing(rig, url, async () => void (self = (await submit(api, lines, bytes)).self))
  tell(`taken in after ${Math.round(upload.ms)} ms`)
  const apiAfter = memoryOf(api.pid)
  const expansion = await seeing(rig, url, () => expanded(api, self))
  tell(`all jobs after another ${Math.round(expansion.ms)} ms`)
  const seenOfRedis = await watchRedis(redis)
  const bulkMs = await addBulk(redisUrl, lines, bytes)
  return {
    lines,
    idle,
    upload,
    expansion,
    bulk: { ms: bulkMs, redis: await seenOfRedis() },
    apiGrownMB: Math.max(apiAfter.mostMB, apiAfter.nowMB) - apiBefore,
    workerGrownMB: memoryOf(worker.pid).mostMB - workerBefore,
  }
}

/** Looks at all processes, and asks for `url`, while something goes on. */
async function seeing(
  { api, workerUrl, redis, apiLoop, workerLoop }: Rig,
  url: string,
  act: () => Promise<unknown>,
): Promise<Seen> {
  const asking = await askMeanwhile(url)
  const ofRedis = await watchRedis(redis)
  const [ofApi, ofWorker] = await Promise.all([watchProcess(api.url), watchProcess(workerUrl)])
  const began = performance.now()
  await act()
  const ended = performance.now()
  const [seenApi, seenWorker, seenRedis] = await Promise.all([ofApi(), ofWorker(), ofRedis()])
  const others = await asking.stop()
  const during = (loop: LoopWatch) =>
    loop.between(performance.timeOrigin + began, performance.timeOrigin + ended)
  return {
    ms: ended - began,
    others,
    api: { ...seenApi, ...during(apiLoop) },
    worker: { ...seenWorker, ...during(workerLoop) },
    redis: seenRedis,
    load: loadavg()[0] ?? 0,
  }
}

async function submit(api: ReachableProcess, lines: number, bytes: number): Promise<{ self: string }> {
  const answer = await fetch(`${api.url}/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `bench-${performance.now()}` },
    body: Readable.toWeb(Readable.from(inChunks(batchLines(lines, bytes)))) as ReadableStream,
    duplex: 'half',
  })
  const batch = (await answer.json()) as { lines?: number; links: { self: string } }
  if (batch.lines !== lines) throw new Error(`the batch was answered ${JSON.stringify(batch)}`)
  return batch.links
}

/** Until the last line is a job. */
async function expanded(api: ReachableProcess, self: string): Promise<void> {
  for (;;) {
    const batch = (await (await fetch(`${api.url}${self}`)).json()) as { expandedAt: string | null }
    if (batch.expandedAt !== null) return
    await sleep(100)
  }
}

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`POST ${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}
