import { askUntil } from './ask-until.ts'

/** What the proof asks of the API and of the simulated KIE. */
export interface Caller {
  /** Answers the ids of that many new jobs. */
  submit(count: number): Promise<string[]>
  /** The state that each comes to. */
  ends(ids: readonly string[]): Promise<string[]>
  /** How many jobs the API lists. */
  count(): Promise<number>
  untilReady(): Promise<void>
  /** Whether each worker was told the same as the API. */
  agreements(): Promise<(boolean | null)[]>
  books(): Promise<{ charges: unknown[]; callbacksSent: number; callbacksRefused: number }>
}

const ENDS_WITHIN_MS = 60_000
const READY_WITHIN_MS = 20_000
const ENDED = new Set(['succeeded', 'failed', 'canceled', 'parked'])

export function askApi(apiUrl: string, simulatorUrl: string, key: string): Caller {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  async function call<T>(path: string, body?: unknown): Promise<T> {
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${apiUrl}${path}`, { headers, ...post })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
  async function end(id: string, deadline: number): Promise<string> {
    const { state } = await call<{ state: string }>(`/v1/jobs/${id}?wait=10`)
    return ENDED.has(state) || performance.now() > deadline ? state : end(id, deadline)
  }
  return {
    submit: (count) =>
      Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const input = { prompt: `a kiln in a container, ${i}` }
          return (await call<{ id: string }>('/v1/jobs', { model: 'nano-banana-2', input })).id
        }),
      ),
    ends: (ids) => Promise.all(ids.map((id) => end(id, performance.now() + ENDS_WITHIN_MS))),
    count: async () => (await call<{ jobs: unknown[] }>('/v1/jobs?limit=100')).jobs.length,
    async agreements() {
      const { workers } = await call<{ workers: { agrees: boolean | null }[] }>('/v1/system')
      return workers.map(({ agrees }) => agrees)
    },
    async untilReady() {
      const { ok } = await askUntil(
        () => fetch(`${apiUrl}/readyz`),
        (answer) => answer.ok,
        { withinMs: READY_WITHIN_MS, everyMs: 100 },
      )
      if (!ok) throw new Error('the API did not become ready again')
    },
    books: async () =>
      (await (await fetch(`${simulatorUrl}/_sim/books`)).json()) as Awaited<ReturnType<Caller['books']>>,
  }
}
