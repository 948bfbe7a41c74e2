import { setTimeout as pause } from 'node:timers/promises'
import type { DrawnJob } from './draw-jobs.ts'

export interface KilnClient {
  /** Asks until it was told 202, as a careful caller does: always with the same key. */
  submit(job: DrawnJob): Promise<{ id: string }>
  /** The same for a batch. */
  submitBatch(key: string, jobs: readonly DrawnJob[]): Promise<ShownBatch>
  /** One try that takes so long to upload, whatever comes of it; `onLastPiece` when all of it is on its way. */
  tryBatch(key: string, jobs: readonly DrawnJob[], uploadMs: number, onLastPiece?: () => void): Promise<void>
  /** All batches of this caller. */
  batches(): Promise<ShownBatch[]>
  /** One row for each accepted line. */
  results(batchId: string): Promise<ShownRow[]>
  cancelBatch(id: string): Promise<void>
  cancel(id: string): Promise<void>
  /** Queued jobs as the API shows them, newest first, all pages. */
  queued(): Promise<ShownJob[]>
  /** Has all failed jobs of a class run again, once whatever becomes of the calls. */
  requeueFailed(key: string, failureClass: string): Promise<ShownRequeue>
  requeued(id: string): Promise<ShownRequeue>
  /** Nothing is sent to KIE until it is resumed. */
  pause(): Promise<void>
  resume(): Promise<void>
  metrics(): Promise<string>
}

/** What a scenario looks at of a job. */
interface ShownJob {
  id: string
  state: string
  waitingFor: { gate: string; detail: string } | null
}

export interface ShownBatch {
  id: string
  name: string | null
  lines: number
  /** When the last line became a job. */
  expandedAt: string | null
  endedAt: string | null
}

export interface ShownRow {
  id: string | null
  customId: string
  state: string
  result: { urls: string[] } | null
  credits: { charged: number | null }
}

interface ShownRequeue {
  id: string
  status: string
  endedAt: string | null
  counts: {
    found: number
    left: number
    requeued: number
    adopted: number
    resumed: number
    skipped: Record<string, number>
  }
}

const ONE_TRY_MS = 5_000
const BETWEEN_TRIES_MS = 50

/** What a caller meets while the API is being killed, or Redis is away: he comes again. */
const COME_AGAIN = new Set([409, 429, 503])

/** A stream is made anew for each try. */
type Body = object | (() => ReadableStream<Uint8Array>)

export function createKilnClient(url: string, apiKey: string, giveUpMs: number): KilnClient {
  async function once(method: string, path: string, body?: Body, headers = {}): Promise<Response | null> {
    try {
      return await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body &&
          (typeof body === 'function' ? { body: body(), duplex: 'half' } : { body: JSON.stringify(body) })),
        signal: AbortSignal.timeout(ONE_TRY_MS),
      })
    } catch {
      return null
    }
  }

  async function untilAnswered(...call: Parameters<typeof once>): Promise<Response> {
    const startedMs = performance.now()
    for (;;) {
      const response = await once(...call)
      if (response && !COME_AGAIN.has(response.status)) return response
      if (performance.now() - startedMs > giveUpMs) {
        throw new Error(`${call[0]} ${call[1]} was not answered within ${giveUpMs} ms`)
      }
      await pause(BETWEEN_TRIES_MS)
    }
  }

  async function change(path: string, body: object): Promise<void> {
    const response = await untilAnswered('POST', path, body)
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`)
    await response.body?.cancel()
  }

  return {
    async submit(job) {
      const headers = { 'idempotency-key': job.key }
      const response = await untilAnswered('POST', '/v1/jobs', job.body, headers)
      const text = await response.text()
      if (response.status !== 202) throw new Error(`POST /v1/jobs answered ${response.status}: ${text}`)
      return JSON.parse(text) as { id: string }
    },
    async submitBatch(key, jobs) {
      const response = await untilAnswered('POST', batchPath(key), () => asLines(jobs, 0), batchHeaders(key))
      const text = await response.text()
      if (response.status !== 202) throw new Error(`POST /v1/batches answered ${response.status}: ${text}`)
      return JSON.parse(text) as ShownBatch
    },
    async tryBatch(key, jobs, uploadMs, onLastPiece) {
      const body = () => asLines(jobs, uploadMs, onLastPiece)
      const response = await once('POST', batchPath(key), body, batchHeaders(key))
      // Read, not canceled: a cancel waits for ever for a peer that was killed in between.
      await response?.text().catch(() => undefined)
    },
    async batches() {
      const found: ShownBatch[] = []
      let query: string | null = ''
      while (query !== null) {
        const response: Response = await untilAnswered('GET', `/v1/batches?limit=100${query}`)
        const page = (await response.json()) as { batches: ShownBatch[]; nextCursor: string | null }
        found.push(...page.batches)
        query = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`
      }
      return found
    },
    async results(batchId) {
      const text = await (await untilAnswered('GET', `/v1/batches/${batchId}/results`)).text()
      return text.split('\n').flatMap((row) => (row === '' ? [] : [JSON.parse(row) as ShownRow]))
    },
    async cancelBatch(id) {
      const response = await untilAnswered('POST', `/v1/batches/${id}/cancel`)
      await response.body?.cancel()
    },
    async cancel(id) {
      // Too late, or tried in vain: either way the job goes on, and the audit judges how it ended.
      const response = await once('POST', `/v1/jobs/${id}/cancel`)
      await response?.body?.cancel()
    },
    async queued() {
      const jobs: ShownJob[] = []
      let cursor: string | null = null
      do {
        const page: Response = await untilAnswered(
          'GET',
          `/v1/jobs?state=queued&limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
        )
        const { jobs: shown, nextCursor } = (await page.json()) as {
          jobs: ShownJob[]
          nextCursor: string | null
        }
        jobs.push(...shown)
        cursor = nextCursor
      } while (cursor !== null)
      return jobs
    },
    async requeueFailed(key, failureClass) {
      const body = { filter: { class: failureClass } }
      const response = await untilAnswered('POST', '/v1/requeues', body, { 'idempotency-key': key })
      const text = await response.text()
      if (response.status !== 202) throw new Error(`POST /v1/requeues answered ${response.status}: ${text}`)
      return JSON.parse(text) as ShownRequeue
    },
    requeued: async (id) => (await (await untilAnswered('GET', `/v1/requeues/${id}`)).json()) as ShownRequeue,
    pause: () => change('/v1/system/pause', { scope: 'submit' }),
    resume: () => change('/v1/system/resume', { scope: 'submit' }),
    metrics: async () => (await untilAnswered('GET', '/metrics')).text(),
  }
}

/** The key is the name too, so that a batch is found whose answer was lost. */
const batchPath = (key: string) => `/v1/batches?name=${key}`
const batchHeaders = (key: string) => ({ 'idempotency-key': key, 'content-type': 'application/x-ndjson' })

const PIECES = 20

/** The jobs as lines, in pieces that come one after the other. */
function asLines(
  jobs: readonly DrawnJob[],
  uploadMs: number,
  onLastPiece: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  const bytes = Buffer.from(jobs.map(({ body }) => `${JSON.stringify(body)}\n`).join(''))
  const size = Math.ceil(bytes.length / PIECES)
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at >= bytes.length) return controller.close()
      if (uploadMs > 0) await pause(uploadMs / PIECES)
      controller.enqueue(bytes.subarray(at, at + size))
      at += size
      if (at >= bytes.length) onLastPiece()
    },
  })
}
