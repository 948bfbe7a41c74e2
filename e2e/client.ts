import type { JobView } from '@kiln/contract'
import type { Stack } from './stack.ts'

export interface Answer<Body> {
  status: number
  headers: Headers
  body: Body
}

export async function call<Body = unknown>(
  stack: Pick<Stack, 'api'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${stack.api.url}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  // Lines of JSON are no JSON.
  const isJson = /\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Body,
  }
}

export const imageJob = (prompt: string) => ({ model: 'nano-banana-2', input: { prompt } })

export async function submit(
  stack: Pick<Stack, 'api'>,
  job: unknown,
  headers: Record<string, string> = {},
): Promise<JobView> {
  const { status, body } = await call<JobView>(stack, 'POST', '/v1/jobs', job, headers)
  if (status !== 202) throw new Error(`POST /v1/jobs answered ${status}: ${JSON.stringify(body)}`)
  return body
}

export async function show(stack: Pick<Stack, 'api'>, id: string, waitSeconds = 0): Promise<JobView> {
  return (await call<JobView>(stack, 'GET', `/v1/jobs/${id}?wait=${waitSeconds}`)).body
}

/** Follows the job by long polls until it has ended or waits for a person. */
export async function ended(stack: Pick<Stack, 'api'>, id: string, withinMs = 45_000): Promise<JobView> {
  const until = performance.now() + withinMs
  for (;;) {
    const job = await show(stack, id, 5)
    if (['succeeded', 'failed', 'canceled', 'parked'].includes(job.state)) return job
    if (performance.now() > until) throw new Error(`job ${id} is still ${job.state} after ${withinMs} ms`)
  }
}

/** Four test files wait at a time, and what they ask takes from what they wait for. */
const ASK_AGAIN_MS = 50

/** Asks again and again until the answer will do. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  withinMs = 40_000,
): Promise<T> {
  const until = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (performance.now() > until) throw new Error(`still ${JSON.stringify(answer)} after ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
}
