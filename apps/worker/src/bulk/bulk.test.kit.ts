import { randomBytes } from 'node:crypto'
import { createLedger, ledgerLimits, type Ledger } from '@kiln/ledger'
import type { Redis } from 'ioredis'

export interface LedgerOf {
  ledger: Ledger
  prefix: string
  /** Takes a queued job as far as `running`. */
  run: (id: string) => Promise<void>
}

const LIMITS = ledgerLimits({
  submitWindow: { count: 20, windowMs: 10_000 },
  pollWindow: { count: 20, windowMs: 1_000 },
  createTimeoutMs: 2_000,
  pollDeadlineMs: 600_000,
  unconfirmedHorizonMs: 1_800_000,
  creditProbeMs: 60_000,
  weights: {},
  budgets: {},
  queuePerKey: {},
  callbacks: true,
  speed: 1,
})

/** A ledger in an installation of its own. */
export function ledgerIn(redis: Redis): LedgerOf {
  const prefix = `{${randomBytes(6).toString('hex')}}`
  const ledger = createLedger(redis, prefix, LIMITS)
  return {
    ledger,
    prefix,
    async run(id) {
      await ledger.feed()
      const begun = await ledger.begin(id, 'a-secret')
      if (begun.kind !== 'go') throw new Error(`begin said ${begun.kind}`)
      await ledger.recordAnswer({ id, attempt: 1 }, { event: 'bound', taskId: `task-of-${id}` }, {})
    },
  }
}
