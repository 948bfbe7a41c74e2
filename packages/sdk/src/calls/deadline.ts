export interface Deadline {
  /** Aborted by the caller's signal, or when the time is over. */
  signal: AbortSignal
  /** The time no longer counts, the caller's signal still does. */
  lift: () => void
  /** The time begins anew. */
  renew: () => void
  /** Nothing is left behind: no timer, no listener. */
  release: () => void
}

/** One signal out of a caller's and a time; null: as long as it takes. */
export function startDeadline(outer: AbortSignal | undefined, ms: number | null): Deadline {
  const control = new AbortController()
  const onAbort = () => control.abort(outer?.reason)
  if (outer?.aborted === true) onAbort()
  outer?.addEventListener('abort', onAbort, { once: true })
  const onTime = () => control.abort(new Error(`no answer within ${ms} ms`))
  const start = () => (ms === null ? undefined : setTimeout(onTime, ms))
  let timer = start()
  const lift = () => clearTimeout(timer)
  return {
    signal: control.signal,
    lift,
    renew() {
      lift()
      timer = start()
    },
    release() {
      lift()
      outer?.removeEventListener('abort', onAbort)
    },
  }
}
