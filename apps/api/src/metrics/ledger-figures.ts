import type { ApiConfig } from '@kiln/config'
import type { CreditForecast, LedgerSnapshot } from '@kiln/ledger'
import { GATES, type Gate } from '@kiln/lifecycle'
import type { LedgerFigures } from '@kiln/telemetry'
import type { RedisMemory } from '../redis-guard/redis-memory.ts'

/** What was seen beside the snapshot, at about the same time. */
export interface Sight {
  redis: { lagMs: number; contractOk: boolean; memory: RedisMemory | null }
  doorbells: LedgerFigures['doorbells']
  forecast: CreditForecast | null
  budgets: LedgerFigures['budgets']
}

/** The installation's figures, out of one moment of the ledger. */
export function ledgerFiguresOf(snapshot: LedgerSnapshot, sight: Sight, config: ApiConfig): LedgerFigures {
  const { states, parked, accepted, strayTasks, credits } = snapshot
  const { doorbells, budgets } = sight
  return {
    states,
    parked,
    doorbells,
    gates: gatesOf(snapshot),
    credits,
    possiblyWasted: snapshot.possiblyWasted,
    budgets,
    accepted,
    strayTasks,
    single: {
      ...windowFigures(snapshot, config),
      ...moneyFigures(snapshot, sight),
      ...health(snapshot, sight, config),
    },
  }
}

/** One model's closed gate shows as `model`: ids do not belong in this label. */
function gatesOf({ closedGates }: LedgerSnapshot): LedgerFigures['gates'] {
  const closed = new Set(closedGates.map(({ gate }) => gate.split(':', 1)[0]))
  const gates = GATES.map((gate) => [gate, closed.has(gate) ? 'closed' : 'open'])
  return Object.fromEntries(gates) as Record<Gate, 'open' | 'closed'>
}

function windowFigures({ submitWindowUsed, pollWindowUsed }: LedgerSnapshot, { submit, poll }: ApiConfig) {
  return {
    submitWindowUsed,
    submitWindowPlaces: submit.limit.count,
    pollWindowUsed,
    pollWindowPlaces: poll.limit.count,
  }
}

function moneyFigures({ balance, now }: LedgerSnapshot, { forecast }: Sight) {
  const goneAt = forecast?.goneAt ?? null
  return {
    creditsBalance: balance?.credits ?? null,
    creditsLeftSeconds: goneAt === null ? null : Math.max(0, goneAt - now) / 1000,
  }
}

function health(snapshot: LedgerSnapshot, { redis }: Sight, { kie }: ApiConfig) {
  const { states, accepted, queuedSince, lastCallbackAt, workers, now } = snapshot
  const since = (at: number) => Math.max(0, now - at) / 1000
  const inSomeState = Object.values(states).reduce((sum, count) => sum + count, 0)
  const skews = workers.map(({ clockSkewMs }) => Math.abs(clockSkewMs))
  return {
    unaccounted: accepted - inSomeState,
    oldestQueuedSeconds: queuedSince === null ? 0 : since(queuedSince),
    workers: workers.length,
    clockSkewSeconds: skews.length === 0 ? null : Math.max(...skews) / 1000,
    redisLagSeconds: redis.lagMs / 1000,
    redisContractOk: redis.contractOk ? 1 : 0,
    redisMemoryBytes: redis.memory?.usedBytes ?? null,
    redisMemoryMaxBytes: redis.memory?.maxBytes ?? null,
    // Callbacks that nobody asks for any more are not silent.
    callbackLastSeconds: lastCallbackAt === null || kie.callbackUrl === null ? null : since(lastCallbackAt),
    callbackHealth: snapshot.callbackHealth,
  }
}
