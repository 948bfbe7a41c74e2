import type { FastifyReply } from 'fastify'
import type { Api } from '../api.ts'

export interface OpenPolls {
  /** Aborted when nobody waits for the answer any more. */
  open(reply: FastifyReply): AbortController
}

/** Answers that take their time: each ends with its connection, and all of them when the server closes. */
export function openPolls(api: Api): OpenPolls {
  const controls = new Set<AbortController>()
  api.addHook('preClose', async () => controls.forEach((control) => control.abort()))
  return {
    open(reply) {
      const control = new AbortController()
      controls.add(control)
      control.signal.addEventListener('abort', () => controls.delete(control))
      // It may have closed before there was anything to wait for.
      if (reply.raw.closed) control.abort()
      reply.raw.once('close', () => control.abort())
      return control
    },
  }
}
