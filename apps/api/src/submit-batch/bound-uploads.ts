import type { IncomingMessage } from 'node:http'
import type { onRequestAsyncHookHandler } from 'fastify'
import { sendProblem } from '../problem/send-problem.ts'

const RETRY_AFTER_S = 5
/** A refused caller who still sends needs a moment to read why; then the connection is closed. */
const READ_WHY_MS = 3_000

/** An upload takes as long as its caller likes, so each key may have only so many open at a time. */
export function boundUploads(most: number): onRequestAsyncHookHandler {
  const open = new Map<string, number>()
  return async ({ raw, caller: { tenant } }, reply) => {
    const others = open.get(tenant) ?? 0
    if (others >= most) {
      const timer = setTimeout(() => raw.destroy(), READ_WHY_MS).unref()
      onceOver(raw, () => clearTimeout(timer))
      return sendProblem(reply.header('retry-after', RETRY_AFTER_S), 'tooManyUploads')
    }
    open.set(tenant, others + 1)
    // What is left of the body is dropped, so that the answer reaches a caller who still sends.
    reply.raw.once('finish', () => raw.resume())
    onceOver(raw, () => {
      const left = (open.get(tenant) ?? 1) - 1
      if (left === 0) open.delete(tenant)
      else open.set(tenant, left)
    })
    return undefined
  }
}

/** Once its last byte was read, or its connection broke off: of that an answered request hears nothing itself. */
function onceOver(raw: IncomingMessage, act: () => void): void {
  const ends = [
    [raw, 'end'],
    [raw, 'close'],
    [raw.socket, 'close'],
  ] as const
  const end = () => {
    for (const [source, event] of ends) source.off(event, end)
    act()
  }
  for (const [source, event] of ends) source.on(event, end)
}
