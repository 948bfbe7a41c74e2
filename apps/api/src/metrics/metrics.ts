import { isRedisAway } from '@kiln/ledger'
import type { LedgerFigures } from '@kiln/telemetry'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { ledgerFiguresOf } from './ledger-figures.ts'

const schema = {
  summary: 'Figures for Prometheus',
  description: "The installation's out of the ledger, and this process's own. Without Redis only the latter.",
  tags: ['Health'],
  response: { 200: z.string() },
}

export function metrics(api: Api, deps: ApiDeps): void {
  const asText = { serializerCompiler: () => String }
  api.get('/metrics', { config: { access: 'read' as const }, schema, ...asText }, async (_request, reply) => {
    deps.metrics.setLedgerFigures(await readFigures(deps))
    const { contentType, body } = await deps.metrics.render()
    return reply.type(contentType).send(body)
  })
}

async function readFigures({ ledger, redis }: ApiDeps): Promise<LedgerFigures | null> {
  const askedMs = performance.now()
  try {
    const snapshot = await ledger.figures()
    const lagMs = performance.now() - askedMs
    const contractOk = (await redis.check()).kind === 'usable'
    return ledgerFiguresOf(snapshot, { lagMs, contractOk })
  } catch (error) {
    if (!isRedisAway(error)) throw error
    return null
  }
}
