import type { JobView, RequeuedJobView } from '@kiln/contract'
import type { Caller } from './calls/caller.ts'
import { hasId, jobPath } from './jobs.ts'
import type { CallOptions, RequeueOptions } from './options.ts'

/** What an operator can do to a job. None is made again once it may have arrived: whoever asks looks first. */
export function createActCalls({ json }: Caller) {
  function act<T>(id: string, name: string, body: object | null, signal: AbortSignal | undefined) {
    const path = `${jobPath(id)}/${name}`
    return json<T>(
      { method: 'POST', path, ...(body && { body: { json: body } }), isSafe: false, signal },
      hasId,
    )
  }

  return {
    requeue: (id: string, { signal, ...body }: RequeueOptions = {}) =>
      act<RequeuedJobView>(id, 'requeue', body, signal),
    bind: (id: string, taskId: string, { signal }: CallOptions = {}) =>
      act<JobView>(id, 'bind', { taskId }, signal),
    writeOff: (id: string, { signal }: CallOptions = {}) => act<JobView>(id, 'write-off', null, signal),
  }
}
