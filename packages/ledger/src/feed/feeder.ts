import { budgetArguments } from '../budget/budget-arguments.ts'
import type { LedgerLimits } from '../limits.ts'
import type { RunScript } from '../scripts.ts'
import type { Ring } from './submit-queue.ts'

export interface Feeder {
  /** Asks for a feed soon; many requests at once become one. */
  request: () => void
  stop: () => Promise<void>
}

export interface FeederDeps {
  feed: () => Promise<{ rings: Ring[]; nextAt: number | null; now: number }>
  ring: (rings: readonly Ring[]) => Promise<void>
  onError: (error: unknown) => void
  /** A feed at least this often, whatever was told: it makes up for what a dead process missed. */
  idleMs: number
}

export async function feedOnce(
  run: RunScript,
  limits: LedgerLimits,
): Promise<{ rings: Ring[]; nextAt: number | null; now: number }> {
  const answer = await run<{ rings: Ring[] | object; nextAt?: number }>('feed', {
    window: limits.submitWindow,
    weights: limits.weights,
    creditProbeMs: limits.creditProbeMs,
    lookAgainMs: limits.gateProbeMs,
    ringAgainMs: limits.ringAgainMs,
    restartHoldMs: limits.restartHoldMs,
    ...budgetArguments(limits),
  })
  return {
    rings: Array.isArray(answer.rings) ? answer.rings : [],
    nextAt: answer.nextAt ?? null,
    now: answer.now,
  }
}

/** Feeds when asked, when the next place or gate opens, and at least every `idleMs`. */
export function startFeeder(deps: FeederDeps): Feeder {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let again = false
  let stopped = false

  async function feedAndRing(): Promise<number> {
    const { rings, nextAt, now } = await deps.feed()
    if (rings.length > 0) await deps.ring(rings)
    return nextAt === null ? deps.idleMs : Math.min(deps.idleMs, Math.max(1, nextAt - now))
  }

  function request(): void {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    if (timer) clearTimeout(timer)
    running = feedAndRing()
      .catch((error: unknown) => {
        deps.onError(error)
        return deps.idleMs
      })
      .then((waitMs) => {
        running = null
        if (stopped) return
        if (again) {
          again = false
          request()
        } else {
          timer = setTimeout(request, waitMs)
        }
      })
  }

  request()
  return {
    request,
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
