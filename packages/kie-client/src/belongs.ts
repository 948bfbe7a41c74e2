import type { TaskOrigin } from './classify/origin.ts'

/** What is known of one createTask call. */
export interface TaskAttempt {
  /** The token of the attempt's callback URL, null when it was never stored. */
  token: string | null
  model: string
  input: unknown
  createdAt: number
  /** When the call was over at the latest; absent where that is not known. */
  overAt?: number
}

/** The part of a callback URL that names one attempt and proves that KIE was told it. */
export function callbackToken(jobId: string, attempt: number, secret: string): string {
  return `${jobId}-${attempt}-${secret}`
}

/** Clocks of KIE and Redis may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000

/**
 * Whether KIE's own record says that a task was made for this attempt. The echoed callback URL
 * decides; without one model, input and time must fit. A contradiction refuses.
 */
export function belongsTo(origin: TaskOrigin | null, attempt: TaskAttempt): boolean {
  if (origin === null) return false
  if (origin.callBackUrl !== null) {
    return attempt.token !== null && origin.callBackUrl.endsWith(`/callbacks/kie/${attempt.token}`)
  }
  return (
    origin.model === attempt.model &&
    sameInput(origin.input, attempt.input) &&
    origin.createTime !== null &&
    origin.createTime >= attempt.createdAt - CLOCK_TOLERANCE_MS &&
    origin.createTime <= (attempt.overAt ?? Infinity) + CLOCK_TOLERANCE_MS
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
