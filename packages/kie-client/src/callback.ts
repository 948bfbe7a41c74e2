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
  nowMs: number
  toleranceMs?: number
}

const DEFAULT_TOLERANCE_MS = 300_000

/**
 * Whether KIE signed this task id at about this time: base64(HMAC-SHA256(key, taskId.timestamp)).
 * The body is not signed, so a verified callback is still only a hint.
 */
export function verifyCallback(callback: SignedCallback): boolean {
  const { taskId, timestamp, signature, keys, nowMs, toleranceMs = DEFAULT_TOLERANCE_MS } = callback
  if (!isTaskId(taskId) || typeof signature !== 'string') return false
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false
  if (!(Math.abs(nowMs - Number(timestamp) * 1000) <= toleranceMs)) return false
  const given = Buffer.from(signature)
  // Every key is tried: where the match stood must not show in the time taken.
  const matched = keys.map((key) => key !== '' && isSame(given, signatureOf(key, taskId, timestamp)))
  return matched.includes(true)
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
