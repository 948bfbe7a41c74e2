import type { LedgerSnapshot } from '@kiln/ledger'
import { GATES, type Gate } from '@kiln/lifecycle'
import type { LedgerFigures } from '@kiln/telemetry'

/** What was seen of Redis while the snapshot was read. */
export interface RedisSight {
  lagMs: number
  contractOk: boolean
}

/** The installation's figures, out of one moment of the ledger. */
export function ledgerFiguresOf(snapshot: LedgerSnapshot, redis: RedisSight): LedgerFigures {
  const { states, accepted, closedGates, credits, lastCallbackAt, now } = snapshot
  const inSomeState = Object.values(states).reduce((sum, count) => sum + count, 0)
  // One model's closed gate shows as `model`: ids do not belong in this label.
  const closed = new Set(closedGates.map(({ gate }) => gate.split(':', 1)[0]))
  const gates = GATES.map((gate) => [gate, closed.has(gate) ? 'closed' : 'open'])
  return {
    states,
    gates: Object.fromEntries(gates) as Record<Gate, 'open' | 'closed'>,
    submitWindowUsed: snapshot.submitWindowUsed,
    pollWindowUsed: snapshot.pollWindowUsed,
    credits,
    possiblyWasted: snapshot.possiblyWasted,
    unaccounted: accepted - inSomeState,
    redisLagSeconds: redis.lagMs / 1000,
    redisContractOk: redis.contractOk,
    callbackLastSeconds: lastCallbackAt === null ? null : Math.max(0, now - lastCallbackAt) / 1000,
    callbackHealth: snapshot.callbackHealth,
    creditsBalance: snapshot.balance?.credits ?? null,
    clockSkewSeconds: greatestSkewSeconds(snapshot.workers),
  }
}

function greatestSkewSeconds(workers: LedgerSnapshot['workers']): number | null {
  if (workers.length === 0) return null
  return Math.max(...workers.map(({ clockSkewMs }) => Math.abs(clockSkewMs))) / 1000
}
