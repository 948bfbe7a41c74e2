import type { FastifyReply } from 'fastify'
import type { FollowedKeys } from '../access/follow-keys.ts'
import { sendProblem } from '../problem/send-problem.ts'

/** The ledger knew what this process had not heard: the caller's key ended, or a first one closed the door. */
export async function sendRefused(
  reply: FastifyReply,
  keys: Pick<FollowedKeys, 'refresh'>,
): Promise<FastifyReply> {
  await keys.refresh()
  return sendProblem(reply, reply.request.caller.from === 'nobody' ? 'keyMissing' : 'keyRevoked')
}
