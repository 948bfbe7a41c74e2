import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccessDecision } from './decide-access.ts'

/** Younger calls end by themselves; the one that revokes its own key is among them. */
const LASTING_MS = 1_000
const ENDED: readonly string[] = ['keyRevoked', 'keyExpired', 'keyUnknown']

interface OpenCall {
  request: FastifyRequest
  decide: () => AccessDecision
  sinceMs: number
}

export interface OpenCalls {
  begin(request: FastifyRequest, reply: FastifyReply, decide: () => AccessDecision): void
  /** A stream, a long poll or an upload may outlive its key by hours: it ends with it. */
  cutRefused(): void
}

export function openCalls(nowMs: () => number): OpenCalls {
  const open = new Set<OpenCall>()
  return {
    begin(request, reply, decide) {
      const call = { request, decide, sinceMs: nowMs() }
      open.add(call)
      reply.raw.once('close', () => open.delete(call))
    },
    cutRefused() {
      for (const { request, decide, sinceMs } of open) {
        if (nowMs() - sinceMs < LASTING_MS) continue
        const decision = decide()
        if (decision.kind === 'allowed' || !ENDED.includes(decision.code)) continue
        request.log.warn({ event: 'callCut', key: request.caller.key }, 'the key of an open call ended')
        request.raw.socket.destroy()
      }
    },
  }
}
