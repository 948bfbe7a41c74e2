import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import {
  startApi,
  startPrivateRedis,
  startWorker,
  type PrivateRedis,
  type ReachableProcess,
  type RunningProcess,
} from '@kiln/local'
import { Redis } from 'ioredis'
import { batchLines, inChunks } from '../batch/batch-lines.ts'
import { memoryOf } from '../batch/memory-of.ts'
import type { Figure, Section } from '../benchmark.ts'
import { startBusyWatch } from '../due/busy.ts'
import { quantile, spreadOf } from '../spread.ts'
import { once } from './figure.ts'
import { watchProcessors } from './processor-time.ts'

interface Rig {
  api: ReachableProcess
  worker: RunningProcess
  server: PrivateRedis
  redis: Redis
}

/** Nothing is sent to KIE: the gate is closed before the first job. */
const NOWHERE = 'http://127.0.0.1:9'
const CALLERS = 16
const LINE_BYTES = 300
const SCRAPES = 20
const QUEUED = '{kiln}:state:queued'
const LOOK_EVERY_MS = 100

/** How fast jobs come in, one by one and as a batch, and what those that wait weigh. */
export async function measureQueue(
  { seconds, queued }: { seconds: number; queued: number },
  tell: (progress: string) => void,
): Promise<Section[]> {
  const server = await startPrivateRedis({ kind: 'real' })
  const redis = new Redis(server.url)
  const env = { REDIS_URL: server.url, KIE_BASE_URL: NOWHERE, KIE_AI_API_KEY: 'nobody' }
  const api = await startApi({ env: { ...env, PORT: '0' } })
  const worker = await startWorker({ env })
  const rig = { api, worker, server, redis }
  try {
    await post(`${api.url}/v1/system/pause`, { scope: 'submit' })
    await submitFor(api, 1)
    tell(`single jobs for ${seconds} s`)
    const singles = await measureSingles(rig, seconds)
    tell(`a batch of ${queued} lines`)
    return [singles, ...(await measureBatch(rig, queued))]
  } finally {
    redis.disconnect()
    await Promise.all([worker.stop(), api.stop()])
    await server.stop()
  }
}

async function measureSingles(rig: Rig, seconds: number): Promise<Section> {
  const busy = startBusyWatch()
  const processors = watchProcessors({ api: rig.api.pid, redis: rig.server.pid! })
  const took = await submitFor(rig.api, seconds)
  const { percent, ms } = processors()
  return {
    title: `Single jobs, ${CALLERS} callers at once`,
    figures: [
      once('accepted', 'jobs a second', took.length / seconds),
      once('answered, median', 'ms', quantile(took, 0.5)),
      once('answered, 99 of 100', 'ms', quantile(took, 0.99)),
      once('the API', 'µs of processor a job', (1_000 * ms.api) / took.length),
      once('Redis', 'µs of processor a job', (1_000 * ms.redis) / took.length),
      once('the API', '% of one processor', percent.api),
      once('Redis', '% of one processor', percent.redis),
      once('machine busy', '%', busy()),
    ],
  }
}

async function measureBatch({ api, worker, server, redis }: Rig, queued: number): Promise<Section[]> {
  const before = await memory(redis)
  const waiting = await redis.zcard(QUEUED)
  const busy = startBusyWatch()
  const uploadedMs = await timed(() => submitBatch(api, queued))
  const expandedMs = await timed(() => untilQueued(redis, waiting + queued))
  const busyPercent = busy()
  const after = await memory(redis)
  const scrape = await timesOf(`${api.url}/metrics`)
  const system = await timesOf(`${api.url}/v1/system`)
  const figures: Figure[] = [
    once('taken in', 'lines a second', (1_000 * queued) / uploadedMs),
    once('lines that became jobs', 'jobs a second', (1_000 * queued) / expandedMs),
    once('machine busy', '%', busyPercent),
  ]
  return [
    { title: `A batch of ${queued} lines of ${LINE_BYTES} bytes, one worker`, figures },
    {
      title: `${queued} jobs wait`,
      figures: [
        once('Redis, a waiting job', 'bytes', (after - before) / queued),
        once('Redis, all of it', 'MB', memoryOf(server.pid!).nowMB),
        once('the API', 'MB', memoryOf(api.pid).nowMB),
        once('the worker', 'MB', memoryOf(worker.pid).nowMB),
        { name: 'GET /metrics', unit: 'ms', spread: spreadOf(scrape) },
        { name: 'GET /v1/system', unit: 'ms', spread: spreadOf(system) },
      ],
    },
  ]
}

/** Each caller waits for its answer before it comes again; how long each answer took. */
async function submitFor(api: ReachableProcess, seconds: number): Promise<number[]> {
  const untilMs = performance.now() + 1_000 * seconds
  const took: number[] = []
  const call = async () => {
    while (performance.now() < untilMs) {
      const ms = await timed(async () => {
        await post(`${api.url}/v1/jobs`, { model: 'nano-banana-2', input: { prompt: 'a kiln at dusk' } })
      })
      took.push(ms)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, call))
  return took
}

async function submitBatch(api: ReachableProcess, lines: number): Promise<void> {
  const answer = await fetch(`${api.url}/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `capacity-${performance.now()}` },
    body: Readable.toWeb(Readable.from(inChunks(batchLines(lines, LINE_BYTES)))) as ReadableStream,
    duplex: 'half',
  })
  if (answer.status !== 202)
    throw new Error(`the batch was answered ${answer.status}: ${await answer.text()}`)
  await answer.body?.cancel()
}

async function untilQueued(redis: Redis, jobs: number): Promise<void> {
  while ((await redis.zcard(QUEUED)) < jobs) await pause(LOOK_EVERY_MS)
}

async function memory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])
}

async function timesOf(url: string): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < SCRAPES; n++) {
    times.push(await timed(async () => void (await (await fetch(url)).text())))
  }
  return times
}

async function timed(act: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await act()
  return performance.now() - startedMs
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${url} answered ${answer.status}: ${text}`)
}
