import { createHmac, timingSafeEqual } from 'node:crypto'
import { isRecord } from './json-shape.ts'
import { isTaskId } from './task-id.ts'

/** As it came: the header values and the body are of unknown shape. */
export interface SignedCallback {
  taskId: unknown
  /** X-Webhook-Timestamp: Unix seconds. */
  timestamp: unknown
  /** X-Webhook-Signature. */
  signature: unknown
  /** Two while a key is being replaced. */
  keys: readonly string[]
}

/**
 * When KIE signed this task id, in epoch milliseconds, or null where it did not:
 * base64(HMAC-SHA256(key, taskId.timestamp)). Whether that is long ago is for a clock that all share.
 * The body is not signed, so a verified callback is still only a hint.
 */
export function verifyCallback(callback: SignedCallback): number | null {
  const { taskId, timestamp, signature, keys } = callback
  if (!isTaskId(taskId) || typeof signature !== 'string') return null
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return null
  const given = Buffer.from(signature)
  // Every key is tried: where the match stood must not show in the time taken.
  const matched = keys.map((key) => key !== '' && isSame(given, signatureOf(key, taskId, timestamp)))
  return matched.includes(true) ? Number(timestamp) * 1000 : null
}

/** The task id, wherever the body of a callback holds it. */
export function readCallbackTaskId(body: unknown): string | null {
  if (!isRecord(body)) return null
  const data = isRecord(body.data) ? body.data : {}
  const found = [data.taskId, data.task_id, body.taskId, body.task_id].find((taskId) => isTaskId(taskId))
  return found ?? null
}

function signatureOf(key: string, taskId: string, timestamp: string): Buffer {
  return Buffer.from(createHmac('sha256', key).update(`${taskId}.${timestamp}`).digest('base64'))
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
