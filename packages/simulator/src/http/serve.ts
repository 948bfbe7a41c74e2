import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import type { Endpoint } from '../faults.ts'
import type { SimulatedKie } from '../simulated-kie.ts'
import { refusal, type Answer } from './envelope.ts'
import { sendAnswer, type Delivery } from './send-answer.ts'

type Decide = (request: FastifyRequest) => Answer | Delivery | Promise<Answer | Delivery>

/** A KIE endpoint: latency, the key, the endpoint's own decision, the books, the answer. */
export function serve(kie: SimulatedKie, endpoint: Endpoint, decide: Decide): RouteHandlerMethod {
  let calls = 0
  return async (request, reply) => {
    calls += 1
    const legs = latencyLegs(kie, endpoint, calls)
    await kie.timers.pause(legs.thereMs)
    if (endpoint === 'createTask') kie.tally.noteCreate(performance.timeOrigin + performance.now())
    const decided = keyRefusal(kie, request) ?? (await decide(request))
    const delivery = 'answer' in decided ? decided : { answer: decided }
    kie.tally.noteAnswer(endpoint, delivery.lost ? 'lost' : delivery.answer.code)
    await kie.timers.pause(legs.backMs)
    return sendAnswer(kie, reply, delivery)
  }
}

/** A slow call is slow on its way there or on its way back: the charge falls in between. */
function latencyLegs(
  kie: SimulatedKie,
  endpoint: Endpoint,
  call: number,
): { thereMs: number; backMs: number } {
  const range = kie.faults.latencyMs[endpoint]
  if (!range) return { thereMs: 0, backMs: 0 }
  const drawn = range.min + (range.max - range.min) * kie.draw(endpoint, call, 'latency')
  const totalMs = kie.scaled(drawn)
  const thereMs = totalMs * kie.draw(endpoint, call, 'way there')
  return { thereMs, backMs: totalMs - thereMs }
}

function keyRefusal(kie: SimulatedKie, request: FastifyRequest): Answer | null {
  const key = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const wanted = kie.settings.apiKey
  const passes = key !== undefined && (wanted === null || key === wanted) && !kie.faults.unauthorized
  return passes ? null : refusal(401)
}

/** What a body parsed as JSON holds, or null where it is not a JSON object. */
export function jsonObject(body: unknown): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '')
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

export function sendText(reply: FastifyReply, httpStatus: number, text: string): FastifyReply {
  return reply.code(httpStatus).type('text/plain; charset=utf-8').send(text)
}
