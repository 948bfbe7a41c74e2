import type { KieClient } from '@kiln/kie-client'
import type { Ledger } from '@kiln/ledger'
import type { Report } from '../report.ts'

export interface BalanceWatchDeps {
  ledger: Pick<Ledger, 'mayLookAtBalance' | 'noteBalance'>
  kie: Pick<KieClient, 'credit'>
  report: Report
  everyMs: number
  requestFeed: () => void
}

/**
 * Looks at the account's balance now and then. What it shows closes no gate: only KIE's answer to a
 * call does. It tells which job may try while the credits have run out, and when they will.
 */
export function watchBalance(deps: BalanceWatchDeps): { stop: () => Promise<void> } {
  async function look(): Promise<void> {
    if (!(await deps.ledger.mayLookAtBalance())) return
    const balance = await deps.kie.credit()
    if (balance.kind === 'failed') return deps.report.balanceUnknown(balance.words)
    await deps.ledger.noteBalance(balance.credits)
    deps.requestFeed()
  }

  let running: Promise<void> = Promise.resolve()
  const start = () => {
    running = look().catch((error: unknown) => deps.report.fault('balance', error))
  }
  start()
  const timer = setInterval(start, deps.everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
