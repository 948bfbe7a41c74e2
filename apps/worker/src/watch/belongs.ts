import type { TaskOrigin } from '@kiln/kie-client'

export interface Attempt {
  /** The token of the attempt's callback URL, null when it was never stored. */
  token: string | null
  model: string
  input: unknown
  createdAt: number
}

/** Clocks of KIE and Redis may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000

/**
 * Whether KIE's own record says that a task was made for this attempt. The echoed callback URL
 * decides; without one model, input and time must fit. A contradiction refuses.
 */
export function belongsTo(origin: TaskOrigin | null, attempt: Attempt): boolean {
  if (origin === null) return false
  if (origin.callBackUrl !== null) {
    return attempt.token !== null && origin.callBackUrl.endsWith(`/callbacks/kie/${attempt.token}`)
  }
  return (
    origin.model === attempt.model &&
    sameInput(origin.input, attempt.input) &&
    origin.createTime !== null &&
    origin.createTime >= attempt.createdAt - CLOCK_TOLERANCE_MS
  )
}

/** Equal but for the types of single values: KIE was seen to echo `"6"` as `6`. */
function sameInput(echoed: unknown, sent: unknown): boolean {
  if (typeof echoed !== 'object' || typeof sent !== 'object' || echoed === null || sent === null) {
    return String(echoed) === String(sent)
  }
  if (Array.isArray(echoed) !== Array.isArray(sent)) return false
  const names = Object.keys(sent)
  return (
    Object.keys(echoed).length === names.length &&
    names.every(
      (name) => Object.hasOwn(echoed, name) && sameInput(valueAt(echoed, name), valueAt(sent, name)),
    )
  )
}

const valueAt = (holder: object, name: string): unknown => (holder as Record<string, unknown>)[name]
