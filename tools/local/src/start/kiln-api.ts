import type { SampleJob } from './sample-jobs.ts'

/** What the sample reads of a job. */
export interface JobView {
  id: string
  model: string
  state: string
  waitingFor: { gate: string } | null
  createdAt: string
  finishedAt: string | null
  result: { urls: string[] } | null
  failure: { class: string; message: string } | null
  parked: { reason: string } | null
}

type ApiAnswer = { ok: true; job: JobView } | { ok: false; cause: string }

export interface KilnApi {
  submit(job: SampleJob): Promise<ApiAnswer>
  read(id: string): Promise<ApiAnswer>
}

const CALL_DEADLINE_MS = 10_000

export function connectKilnApi(url: string, apiKey: string | null, signal: AbortSignal): KilnApi {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (apiKey !== null) headers['authorization'] = `Bearer ${apiKey}`
  const call = async (path: string, init: RequestInit): Promise<ApiAnswer> => {
    try {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(CALL_DEADLINE_MS)])
      const response = await fetch(`${url}${path}`, { ...init, headers, signal: deadline })
      const text = await response.text()
      if (!response.ok) return { ok: false, cause: `HTTP ${response.status}: ${text}` }
      return { ok: true, job: JSON.parse(text) as JobView }
    } catch (error) {
      return { ok: false, cause: String(error) }
    }
  }
  return {
    submit: (job) => call('/v1/jobs', { method: 'POST', body: JSON.stringify(job) }),
    read: (id) => call(`/v1/jobs/${encodeURIComponent(id)}`, {}),
  }
}
