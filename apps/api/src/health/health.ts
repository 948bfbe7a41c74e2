import { healthSchema } from '@kiln/contract'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { sendProblem } from '../problem/send-problem.ts'

const config = { access: 'open' as const }

const aliveSchema = { summary: 'Is the process alive', tags: ['Health'], response: { 200: healthSchema } }

const readySchema = {
  summary: 'Can jobs be taken',
  description: 'The configuration is valid and Redis usable. Neither a worker nor KIE is needed.',
  tags: ['Health'],
  response: { 200: healthSchema, 503: problemResponses()[503] },
}

export function health(api: Api, { redis }: ApiDeps): void {
  api.get('/healthz', { config, schema: aliveSchema }, () => ({ status: 'ok' as const }))
  api.get('/readyz', { config, schema: readySchema }, async (_request, reply) => {
    const state = await redis.check()
    if (state.kind === 'away') return sendProblem(reply, 'redisAway')
    if (state.kind === 'unsafe') return sendProblem(reply, state.code, state.faults.join('; '))
    return { status: 'ok' as const }
  })
}
