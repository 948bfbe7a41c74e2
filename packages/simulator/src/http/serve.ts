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

interface Legs {
  thereMs: number
  backMs: number
}

/** How long a call is on its way there and on its way back: the charge falls in between. */
function latencyLegs(kie: SimulatedKie, endpoint: Endpoint, call: number): Legs {
  const own = endpointLegs(kie, endpoint, call)
  const network = kie.faults.networkMs
  if (!network) return own
  const leg = (way: string) => kie.scaled(between(network, kie.draw(endpoint, call, `network ${way}`)))
  return { thereMs: own.thereMs + leg('there'), backMs: own.backMs + leg('back') }
}

/** An endpoint that is slow may be so before or after its decision. */
function endpointLegs(kie: SimulatedKie, endpoint: Endpoint, call: number): Legs {
  const range = kie.faults.latencyMs[endpoint]
  if (!range) return { thereMs: 0, backMs: 0 }
  const totalMs = kie.scaled(between(range, kie.draw(endpoint, call, 'latency')))
  const thereMs = totalMs * kie.draw(endpoint, call, 'way there')
  return { thereMs, backMs: totalMs - thereMs }
}

const between = ({ min, max }: { min: number; max: number }, drawn: number) => min + (max - min) * drawn

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
