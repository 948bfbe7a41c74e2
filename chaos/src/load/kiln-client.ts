import { setTimeout as pause } from 'node:timers/promises'
import type { DrawnJob } from './draw-jobs.ts'

export interface KilnClient {
  /** Asks until it was told 202, as a careful caller does: always with the same key. */
  submit(job: DrawnJob): Promise<{ id: string }>
  cancel(id: string): Promise<void>
  /** Queued jobs as the API shows them, newest first, all pages. */
  queued(): Promise<ShownJob[]>
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

const ONE_TRY_MS = 5_000
const BETWEEN_TRIES_MS = 50

/** What a caller meets while the API is being killed, or Redis is away: he comes again. */
const COME_AGAIN = new Set([409, 429, 503])

export function createKilnClient(url: string, apiKey: string, giveUpMs: number): KilnClient {
  async function once(method: string, path: string, body?: object, headers = {}): Promise<Response | null> {
    try {
      return await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
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
    pause: () => change('/v1/system/pause', { scope: 'submit' }),
    resume: () => change('/v1/system/resume', { scope: 'submit' }),
    metrics: async () => (await untilAnswered('GET', '/metrics')).text(),
  }
}
