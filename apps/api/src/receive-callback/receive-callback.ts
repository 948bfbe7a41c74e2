import { healthSchema } from '@kiln/contract'
import { readCallbackTaskId, tellCallback, verifyCallback } from '@kiln/kie-client'
import { isRedisAway } from '@kiln/ledger'
import type { CallbackOutcome } from '@kiln/telemetry'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'
import { parseCallbackToken } from './callback-token.ts'

const tokenParams = z.object({ token: z.string() })

const schema = {
  summary: "Hear KIE's callback",
  description:
    'For KIE alone. 200 whatever the token, so that a guess learns nothing. What is said is a hint: one read of ' +
    "KIE's own record decides.",
  tags: ['Callbacks'],
  params: tokenParams,
  response: { 200: healthSchema, 503: problemResponses()[503] },
}

export function receiveCallback(api: Api, deps: ApiDeps): void {
  // A scope of its own: here a body is read as it comes, whatever it calls itself.
  api.register(async (scope: Api) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.setErrorHandler((_error, request, reply) => {
      // A body too large or cut off came on the attempt's own URL all the same.
      reply.removeHeader('connection')
      return answer(deps, request, reply, null)
    })
    scope.post('/callbacks/kie/:token', { config: { access: 'open' as const }, schema }, (request, reply) =>
      answer(deps, request, reply, parseLeniently(request.body)),
    )
  })
}

async function answer(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply, body: unknown) {
  const outcome = await takeHint(deps, request, body)
  deps.metrics.callbackCame(outcome)
  if (outcome === 'notStored')
    return sendProblem(reply, 'redisAway', 'The callback could not be written down. Repeat it.')
  return reply.send({ status: 'ok' })
}

/** Never throws: whatever goes wrong, KIE is told to come again. */
async function takeHint(deps: ApiDeps, request: FastifyRequest, body: unknown): Promise<CallbackOutcome> {
  const token = parseCallbackToken(tokenParams.parse(request.params).token)
  if (token === null) return 'unknownToken'
  const taskId = readCallbackTaskId(body)
  const signature = readSignature(deps.config.kie.webhookHmacKeys, request, taskId)
  try {
    const said = tellCallback(body)
    const hint = { ...token, taskId, claimsSuccess: claimsSuccess(body), said, ...signature }
    return OUTCOMES[await deps.ledger.hint(hint)]
  } catch (error) {
    // Of a guess nothing is lost.
    if (signature.unsigned) return 'badSignature'
    if (!isRedisAway(error)) request.log.error({ event: 'callbackFailed', err: error })
    return 'notStored'
  }
}

const OUTCOMES = {
  stored: 'hinted',
  ignored: 'ended',
  unknownToken: 'unknownToken',
  unsigned: 'badSignature',
  stale: 'staleSignature',
} as const

/** Without a key nothing is signed, and the secret in the path must do. */
function readSignature(
  keys: readonly string[],
  request: FastifyRequest,
  taskId: string | null,
): { unsigned?: true; signedAt?: number } {
  if (keys.length === 0) return {}
  const { 'x-webhook-timestamp': timestamp, 'x-webhook-signature': signature } = request.headers
  const signedAt = verifyCallback({ taskId, timestamp, signature, keys })
  return signedAt === null ? { unsigned: true } : { signedAt }
}

const successBody = z.object({ data: z.object({ state: z.literal('success') }) })
const claimsSuccess = (body: unknown) => successBody.safeParse(body).success

function parseLeniently(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
