import type { FastifyReply } from 'fastify'
import type { SimulatedKie } from '../simulated-kie.ts'
import type { Answer } from './envelope.ts'

/** An answer, and what goes wrong with it on its way. */
export interface Delivery {
  answer: Answer
  /** The connection breaks instead. */
  lost?: boolean
  delayMs?: number
  drip?: boolean
  html?: boolean
  truncate?: boolean
}

const JSON_TYPE = 'application/json;charset=UTF-8'
const HTML_PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'

/** One byte a second, in KIE's time. */
const DRIP_MS = 1_000

export async function sendAnswer(
  kie: SimulatedKie,
  reply: FastifyReply,
  delivery: Delivery,
): Promise<FastifyReply> {
  await kie.timers.pause(delivery.delayMs ?? 0)
  if (delivery.lost) {
    reply.hijack()
    reply.raw.destroy()
    return reply
  }
  const { httpStatus } = delivery.answer
  const type = delivery.html ? 'text/html' : JSON_TYPE
  const whole = delivery.html ? HTML_PAGE : delivery.answer.body
  const body = delivery.truncate ? whole.slice(0, Math.floor(whole.length / 2)) : whole
  if (delivery.drip) return drip(kie, reply, { httpStatus, type, bytes: Buffer.from(body) })
  return reply.code(httpStatus).type(type).send(body)
}

async function drip(
  kie: SimulatedKie,
  reply: FastifyReply,
  page: { httpStatus: number; type: string; bytes: Buffer },
): Promise<FastifyReply> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(page.httpStatus, { 'content-type': page.type, 'content-length': page.bytes.length })
  for (let index = 0; index < page.bytes.length; index += 1) {
    if (raw.destroyed || kie.timers.stopped) return reply
    raw.write(page.bytes.subarray(index, index + 1))
    await kie.timers.pause(kie.scaled(DRIP_MS))
  }
  raw.end()
  return reply
}
