import type { PauseBody, PausedView, ResumedView, SystemView } from '@kiln/contract'
import type { Caller } from './calls/caller.ts'
import type { CallOptions } from './options.ts'

type Scope = PauseBody['scope']

/** What holds jobs back, and what a person can hold or let go. */
export function createSystemCalls({ json }: Caller) {
  function put<T>(act: 'pause' | 'resume', scope: Scope, isSafe: boolean, { signal }: CallOptions) {
    const path: `/v1/${string}` = `/v1/system/${act}`
    return json<T>({ method: 'POST', path, body: { json: { scope } }, isSafe, signal }, hasScope)
  }

  return {
    system: ({ signal }: CallOptions = {}) =>
      json<SystemView>({ method: 'GET', path: '/v1/system', isSafe: true, signal }, hasGates),
    /** Nothing new is sent to KIE, or nothing of one model. Twice is the same as once. */
    pause: (scope: Scope = 'submit', options: CallOptions = {}) =>
      put<PausedView>('pause', scope, true, options),
    /** Not made again once it may have arrived: somebody may have paused meanwhile. */
    resume: (scope: Scope = 'submit', options: CallOptions = {}) =>
      put<ResumedView>('resume', scope, false, options),
  }
}

const hasGates = (body: unknown) => Array.isArray((body as { gates?: unknown } | null)?.gates)
const hasScope = (body: unknown) => typeof (body as { scope?: unknown } | null)?.scope === 'string'
