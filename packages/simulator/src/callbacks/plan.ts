import type { Behaviour } from '../behaviour/behaviour.ts'
import type { Faults } from '../faults.ts'
import type { Draw } from '../random.ts'

export interface CallbackPlan {
  times: number
  delayMs: number
  signature: 'good' | 'bad' | 'none'
  /** Sent instead of the record. */
  body: unknown
  /** A fault, not the job's own behaviour, took the callback away. */
  dropped: boolean
}

const NORMAL: CallbackPlan = { times: 1, delayMs: 0, signature: 'good', body: undefined, dropped: false }

/** A job's own behaviour beats the account's faults. */
export function planCallbacks(
  callback: Behaviour['callback'],
  faults: Pick<Faults, 'dropCallbacks' | 'duplicateCallbacks'>,
  draw: Draw,
  stream: string,
): CallbackPlan {
  if (callback === undefined) {
    if (draw(stream, 'callback dropped') < faults.dropCallbacks) return { ...NORMAL, times: 0, dropped: true }
    return { ...NORMAL, times: draw(stream, 'callback duplicated') < faults.duplicateCallbacks ? 2 : 1 }
  }
  if (typeof callback === 'string') {
    return { ...NORMAL, times: callback === 'none' ? 0 : callback === 'duplicate' ? 2 : 1 }
  }
  return {
    ...NORMAL,
    times: callback.times ?? 1,
    delayMs: callback.delayMs ?? 0,
    signature: callback.signature ?? 'good',
    body: callback.body,
  }
}
