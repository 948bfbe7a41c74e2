import { isRedisAway } from '@kiln/ledger'
import type { LedgerFigures } from '@kiln/telemetry'
import { z } from 'zod'
import { capsOf } from '../access/caps-of.ts'
import { LOCAL_CALLER } from '../access/decide-access.ts'
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

async function readFigures(deps: ApiDeps): Promise<LedgerFigures | null> {
  const { ledger, redis, config } = deps
  const askedMs = performance.now()
  try {
    const snapshot = await ledger.figures()
    const lagMs = performance.now() - askedMs
    const [state, memory, doorbells, forecast, budgets] = await Promise.all([
      redis.check(),
      redis.memory(),
      deps.doorbells(),
      ledger.creditForecast(),
      readBudgets(deps, snapshot.now),
    ])
    const contractOk = state.kind === 'usable'
    const sight = { redis: { lagMs, contractOk, memory }, doorbells, forecast, budgets }
    return ledgerFiguresOf(snapshot, sight, config)
  } catch (error) {
    if (!isRedisAway(error)) throw error
    return null
  }
}

/** Of the keys that may call at all: `*` alone names nobody. */
async function readBudgets(deps: ApiDeps, now: number): Promise<LedgerFigures['budgets']> {
  const { ledger, keyring } = deps
  const names = keyring.needsKey() === true ? keyring.tenants() : [LOCAL_CALLER.tenant]
  const limited = names.flatMap((key) => {
    const credits = capsOf(key, deps).budgetPerDay
    return credits === null ? [] : [{ key, credits }]
  })
  const spent = await ledger.spentToday(
    limited.map(({ key }) => key),
    now,
  )
  return limited.map((budget) => ({ ...budget, spent: spent.get(budget.key) ?? 0 }))
}
