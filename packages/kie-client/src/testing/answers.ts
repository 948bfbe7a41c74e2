import type { Exchange } from '../exchange.ts'

/** An answer with this body; what is not text yet becomes JSON. */
export function answer(httpStatus: number, body: unknown, retryAfterMs: number | null = null): Exchange {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body)
  return { phase: 'answer', httpStatus, body: text, retryAfterMs }
}

export const TASK_ID = 'e989621f54392584b05867f87b160672'

/** A recordInfo answer about that task. */
export function recordAnswer(data: Record<string, unknown>): Exchange {
  return answer(200, { code: 200, msg: 'success', data: { taskId: TASK_ID, model: 'm', ...data } })
}
