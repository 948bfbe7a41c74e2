import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { ruleSchema } from './behaviour/rules.ts'
import { readBooks, readCounts } from './books.ts'
import { changeFaults, faultChangesSchema } from './faults.ts'
import { jsonObject } from './http/serve.ts'
import type { SimulatedKie } from './simulated-kie.ts'

export const rulesSchema = z.array(ruleSchema).max(10_000)

/** The routes that drive a simulator process. They are no part of KIE and need no key. */
export function registerControl(app: FastifyInstance, kie: SimulatedKie): void {
  app.get<{ Querystring: { charges?: string } }>('/_sim/books', (request) =>
    request.query.charges === 'false' ? readCounts(kie) : readBooks(kie),
  )
  app.get('/_sim/faults', () => shownFaults(kie))
  app.put('/_sim/faults', (request, reply) => {
    const changes = faultChangesSchema.safeParse(jsonObject(request.body))
    if (!changes.success) return sendProblem(reply, changes.error)
    kie.faults = changeFaults(kie.faults, changes.data)
    return shownFaults(kie)
  })
  app.delete('/_sim/faults', () => {
    kie.resetFaults()
    return shownFaults(kie)
  })
  app.get('/_sim/behaviours', () => kie.rules.list())
  app.post('/_sim/behaviours', (request, reply) => {
    const rules = rulesSchema.safeParse(jsonArray(request.body))
    if (!rules.success) return sendProblem(reply, rules.error)
    kie.rules.replace(rules.data)
    return kie.rules.list()
  })
  app.delete('/_sim/behaviours', () => {
    kie.rules.replace([])
    return kie.rules.list()
  })
}

/** The key itself is never shown. */
function shownFaults(kie: SimulatedKie): object {
  return { ...kie.faults, hmacKey: kie.faults.hmacKey === null ? null : '(set)' }
}

function sendProblem(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return reply.code(400).send({ errors })
}

function jsonArray(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return null
  }
}
