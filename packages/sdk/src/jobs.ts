import type {
  AcceptedJobView,
  BatchQuote,
  JobBody,
  JobPageView,
  JobQuote,
  JobView,
  QuoteBatchBody,
  ReceiptView,
  TimelineView,
} from '@kiln/contract'
import type { Call, Caller } from './calls/caller.ts'
import { pause } from './calls/pause.ts'
import { withKey } from './keyed.ts'
import type { CallOptions, JobFilter, ReceiptOptions, SubmitOptions } from './options.ts'

/** How long the API holds one look; a job that ends sooner is answered at once. */
const LOOK_S = 30
/** An answer that comes sooner than asked for, as of an API that shuts down, is not asked for again at once. */
const SHORTEST_LOOK_MS = 500

/** In these a job still moves by itself. A parked one waits for a person. */
const LIVE: readonly JobView['state'][] = ['queued', 'submitting', 'unconfirmed', 'running', 'late']

export function createJobCalls({ json, text }: Caller, waitingPatienceMs: number) {
  const read = <T>(path: string, call: Partial<Call> = {}, isRight?: (body: unknown) => boolean) =>
    json<T>({ method: 'GET', path, isSafe: true, ...call }, isRight)

  async function wait(id: string, { signal }: CallOptions = {}): Promise<JobView> {
    for (;;) {
      const askedMs = performance.now()
      const job = await read<JobView>(jobPath(id), {
        signal,
        query: { wait: LOOK_S },
        answerWithinMs: LOOK_S * 2000,
        patienceMs: waitingPatienceMs,
      })
      if (!LIVE.includes(job.state)) return job
      await pause(Math.max(0, SHORTEST_LOOK_MS - (performance.now() - askedMs)), signal)
    }
  }

  async function* jobs(
    filter: JobFilter = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<JobView, undefined> {
    let cursor: string | undefined
    do {
      const page: JobPageView = await read('/v1/jobs', { signal, query: { ...filter, cursor } })
      yield* page.jobs
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }

  function submit(job: JobBody, options: SubmitOptions = {}): Promise<AcceptedJobView> {
    const { signal, idempotencyKey = crypto.randomUUID() } = options
    return withKey(idempotencyKey, (headers) =>
      json({ method: 'POST', path: '/v1/jobs', headers, body: { json: job }, isSafe: true, signal }),
    )
  }

  function quote(job: JobBody, options?: CallOptions): Promise<JobQuote>
  function quote(batch: QuoteBatchBody, options?: CallOptions): Promise<BatchQuote>
  function quote(body: JobBody | QuoteBatchBody, { signal }: CallOptions = {}) {
    // It reads alone, though it is a POST.
    return json<never>({ method: 'POST', path: '/v1/quotes', body: { json: body }, isSafe: true, signal })
  }

  function receipt(id: string, options: ReceiptOptions & { format: 'html' }): Promise<string>
  function receipt(id: string, options?: ReceiptOptions & { format?: 'json' }): Promise<ReceiptView>
  function receipt(id: string, { format = 'json', hideInput, signal }: ReceiptOptions = {}) {
    const path = `${jobPath(id)}/receipt`
    const query = { format, ...(hideInput === true && { input: 'hidden' }) }
    if (format === 'json') return read<ReceiptView>(path, { query, signal })
    return text({ method: 'GET', path, query, headers: { accept: 'text/html' }, isSafe: true, signal })
  }

  return {
    submit,
    wait,
    job: (id: string, { signal }: CallOptions = {}) => read<JobView>(jobPath(id), { signal }, hasId),
    jobs,
    timeline: (id: string, { signal }: CallOptions = {}) =>
      read<TimelineView>(`${jobPath(id)}/events`, { signal }, hasId),
    receipt,
    cancel: (id: string, { signal }: CallOptions = {}) =>
      json<JobView>({ method: 'POST', path: `${jobPath(id)}/cancel`, isSafe: false, signal }),
    quote,
  }
}

export const jobPath = (id: string) => `/v1/jobs/${encodeURIComponent(id)}`

/** Whatever tells of a job names it. */
export function hasId(body: unknown): boolean {
  return typeof (body as { id?: unknown } | null)?.id === 'string'
}
