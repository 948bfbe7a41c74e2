import { isDeepStrictEqual } from 'node:util'
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
    isDeepStrictEqual(origin.input, attempt.input) &&
    origin.createTime !== null &&
    origin.createTime >= attempt.createdAt - CLOCK_TOLERANCE_MS
  )
}
