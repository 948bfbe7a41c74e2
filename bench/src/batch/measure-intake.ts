import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startApi,
  startPrivateRedis,
  startWorker,
  type PrivateRedis,
  type ReachableProcess,
} from '@kiln/local'
import { Queue } from 'bullmq'
import type { Figure, Section } from '../benchmark.ts'
import { spreadOf } from '../spread.ts'
import { askMeanwhile, quantile } from './ask-meanwhile.ts'
import { batchLines, inChunks } from './batch-lines.ts'
import { memoryOf } from './memory-of.ts'

interface Size {
  lines: number
  bytes: number
  rounds: number
}

/** Nothing is sent to KIE: the gate is closed before the first job. */
const NOWHERE = 'http://127.0.0.1:9'

/** One API, one worker, one Redis that syncs every write; the baseline in the same Redis, right after. */
export async function measureIntake(size: Size, tell: (progress: string) => void): Promise<Section[]> {
  const redis = await startPrivateRedis({ kind: 'real' })
  const shared = {
    REDIS_URL: redis.url,
    KIE_BASE_URL: NOWHERE,
    KIE_AI_API_KEY: 'nobody',
    KILN_REDIS_CONTRACT: 'checked',
  }
  const api = await startApi({ env: { ...shared, PORT: '0' } })
  const worker = await startWorker({ env: shared })
  try {
    await post(`${api.url}/v1/system/pause`, { scope: 'submit' })
    tell('a small batch first, so that all code is warm')
    await expanded(api, (await submit(api, 1_000, size.bytes)).self)
    const rounds = []
    for (let round = 1; round <= size.rounds; round++) {
      tell(`batch ${round} of ${size.rounds}: ${size.lines} lines`)
      rounds.push(await measureRound(api, worker.pid, redis, size))
    }
    return sectionsOf(rounds)
  } finally {
    await Promise.all([worker.stop(), api.stop()])
    await redis.stop()
  }
}

/** How long others are asked before, for comparison: the machine may have other things to do. */
const IDLE_MS = 3_000

type Round = Awaited<ReturnType<typeof measureRound>>

async function measureRound(
  api: ReachableProcess,
  workerPid: number,
  redis: PrivateRedis,
  { lines, bytes }: Size,
) {
  const before = memoryOf(api.pid)
  const single = await post(`${api.url}/v1/jobs`, { model: 'nano-banana-2', input: { prompt: 'a single' } })
  const url = `${api.url}/v1/jobs/${String(single['id'])}`
  const idle = askMeanwhile(url)
  await sleep(IDLE_MS)
  const idleWaits = await idle.stop()
  const meanwhile = askMeanwhile(url)
  const batch = await submit(api, lines, bytes)
  const uploadWaits = await meanwhile.stop()
  const after = memoryOf(api.pid)

  const workerBefore = memoryOf(workerPid)
  const further = askMeanwhile(url)
  const expandMs = await expanded(api, batch.self)
  const expandWaits = await further.stop()
  const bullMs = await addBulk(redis, lines, bytes)
  return {
    uploadMs: batch.ms,
    idleWaits,
    uploadWaits,
    grownMB: Math.max(after.mostMB, after.nowMB) - before.nowMB,
    expandMs: expandMs + batch.ms,
    expandWaits,
    workerGrownMB: memoryOf(workerPid).mostMB - workerBefore.nowMB,
    lines,
    bullMs,
  }
}

async function submit(
  api: ReachableProcess,
  lines: number,
  bytes: number,
): Promise<{ self: string; ms: number }> {
  const began = performance.now()
  const answer = await fetch(`${api.url}/v1/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `bench-${began}` },
    body: Readable.toWeb(Readable.from(inChunks(batchLines(lines, bytes)))) as ReadableStream,
    duplex: 'half',
  })
  const batch = (await answer.json()) as { lines?: number; links: { self: string } }
  if (batch.lines !== lines) throw new Error(`the batch was answered ${JSON.stringify(batch)}`)
  return { self: batch.links.self, ms: performance.now() - began }
}

/** How long it takes until the last line is a job. */
async function expanded(api: ReachableProcess, self: string): Promise<number> {
  const began = performance.now()
  for (;;) {
    const batch = (await (await fetch(`${api.url}${self}`)).json()) as { expandedAt: string | null }
    if (batch.expandedAt !== null) return performance.now() - began
    await sleep(100)
  }
}

const BULK = 1_000

/** The same lines as jobs of a plain queue, a thousand in a call. */
async function addBulk({ url }: PrivateRedis, lines: number, bytes: number): Promise<number> {
  const queue = new Queue('baseline', { connection: { url }, prefix: `{baseline-${performance.now()}}` })
  await queue.waitUntilReady()
  const began = performance.now()
  let jobs: { name: string; data: unknown }[] = []
  for (const line of batchLines(lines, bytes)) {
    jobs.push({ name: 'job', data: JSON.parse(line) })
    if (jobs.length === BULK) await queue.addBulk(jobs.splice(0))
  }
  if (jobs.length > 0) await queue.addBulk(jobs)
  const ms = performance.now() - began
  await queue.obliterate({ force: true })
  await queue.close()
  return ms
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

function sectionsOf(rounds: readonly Round[]): Section[] {
  const figure = (name: string, unit: string, of: (round: Round) => number, goal?: string): Figure => ({
    name,
    unit,
    spread: spreadOf(rounds.map(of)),
    ...(goal !== undefined && { goal }),
  })
  return [
    {
      title: 'taking a batch in',
      figures: [
        figure('until 202', 'lines a second', ({ lines, uploadMs }) => rate(lines, uploadMs)),
        figure('baseline: addBulk', 'jobs a second', ({ lines, bullMs }) => rate(lines, bullMs)),
        figure('ratio', 'of the baseline', ({ uploadMs, bullMs }) => bullMs / uploadMs),
        figure('API grows by', 'MB', ({ grownMB }) => grownMB, '< 150'),
        figure('others wait before, p99', 'ms', ({ idleWaits }) => quantile(idleWaits, 0.99)),
        figure('others wait, p99', 'ms', ({ uploadWaits }) => quantile(uploadWaits, 0.99), '< 50'),
        figure('others wait, most', 'ms', ({ uploadWaits }) => Math.max(...uploadWaits)),
      ],
    },
    {
      title: 'until every line is a job',
      figures: [
        figure('from the first byte', 'jobs a second', ({ lines, expandMs }) => rate(lines, expandMs)),
        figure('ratio', 'of the baseline', ({ expandMs, bullMs }) => bullMs / expandMs),
        figure('worker grows by', 'MB', ({ workerGrownMB }) => workerGrownMB),
        figure('others wait, p99', 'ms', ({ expandWaits }) => quantile(expandWaits, 0.99), '< 50'),
        figure('others wait, most', 'ms', ({ expandWaits }) => Math.max(...expandWaits)),
      ],
    },
  ]
}

const rate = (lines: number, ms: number) => (1_000 * lines) / ms
