import type { Ledger } from '@kiln/ledger'
import type { Report } from '../report.ts'

type Overdue = Awaited<ReturnType<Ledger['findOverdue']>>[number]

export interface SweeperDeps {
  ledger: Pick<Ledger, 'findOverdue' | 'endOverdue' | 'quarantine'>
  report: Report
  requestFeed: () => void
  everyMs: number
  random: () => number
}

export interface Sweeper {
  stop: () => Promise<void>
}

const BATCH = 100

/**
 * Every worker sweeps, and none needs to be the leader: each step is compare-and-set. Lost
 * answers become unconfirmed, unexplained ones go to a person, lost doorbells are rung again.
 */
export function startSweeper(deps: SweeperDeps): Sweeper {
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()

  async function end(overdue: Overdue): Promise<void> {
    if ('damaged' in overdue) {
      await deps.ledger.quarantine(overdue.id, overdue.damaged)
      deps.report.quarantined(overdue.id, overdue.damaged)
    } else {
      deps.report.overdue(overdue, await deps.ledger.endOverdue(overdue))
    }
  }

  async function sweep(): Promise<void> {
    let found = BATCH
    while (found === BATCH && !stopped) {
      const overdue = await deps.ledger.findOverdue(BATCH)
      found = overdue.length
      for (const attempt of overdue) {
        await end(attempt)
      }
    }
    deps.requestFeed()
  }

  function schedule(): void {
    if (stopped) return
    timer = setTimeout(
      () => {
        running = sweep()
          .catch((error: unknown) => deps.report.fault('sweep', error))
          .finally(schedule)
      },
      // Jitter, so that many workers started together do not sweep together.
      deps.everyMs * (0.75 + 0.5 * deps.random()),
    )
  }

  schedule()
  return {
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
