import { setTimeout as pause } from 'node:timers/promises'
import type { Claim, Ledger, Pacing, WatchClaim } from '@kiln/ledger'
import type { MonotonicClock } from '../clock.ts'
import type { Report } from '../report.ts'
import type { RedisClock } from './redis-clock.ts'

export interface WatcherDeps {
  ledger: Pick<Ledger, 'claim' | 'quarantine' | 'dropHint'>
  read: (claim: WatchClaim) => Promise<void>
  confirm: (claim: Extract<Claim, { kind: 'confirm' }>) => Promise<void>
  report: Report
  clock: MonotonicClock
  /** Set by every claim. */
  redisClock: RedisClock
  /** Told what the next reads go by, before the claims that came with it are read. */
  onPacing: (pacing: Pacing) => void
  maxReads: number
  /** How long before its time a read is claimed, so that Redis and its disk make none late. */
  aheadMs: number
  /** Due times may be moved up by callbacks in another process, so nobody sleeps longer than this. */
  maxSleepMs: number
}

export interface Watcher {
  stop: () => Promise<void>
}

/** Claims what is about to be due, reads it at its time, and sleeps until there is something to claim. */
export function startWatcher(deps: WatcherDeps): Watcher {
  const reads = new Set<Promise<void>>()
  let stopped = false
  let full = false
  /** Something here made a read due since the last claim. */
  let woken = false
  let endSleep: (() => void) | null = null

  function sleep(ms: number): Promise<void> {
    // A slot may have come free, or the end may have come, while Redis was being asked.
    if (stopped || woken || (full && reads.size < deps.maxReads)) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        endSleep = null
        resolve()
      }
      const timer = setTimeout(end, ms)
      endSleep = end
    })
  }

  async function readWhenDue(claim: WatchClaim): Promise<void> {
    const earlyMs = claim.dueAt - deps.redisClock.nowMs()
    // Never long, so an end waits for it as it waits for reads.
    if (earlyMs > 0) await pause(Math.min(earlyMs, deps.aheadMs))
    return deps.read(claim)
  }

  async function handle(claim: Claim): Promise<void> {
    if (claim.kind === 'watch') return readWhenDue(claim)
    if (claim.kind === 'confirm') return deps.confirm(claim)
    const moved = await deps.ledger.quarantine(claim.id, claim.fault)
    if (claim.hint) await deps.ledger.dropHint(claim.id, claim.hint)
    if (moved.kind === 'moved') deps.report.quarantined(claim.id, claim.fault)
  }

  function start(claim: Claim): void {
    const read = handle(claim)
      .catch((error: unknown) => deps.report.fault('watch', error))
      .finally(() => {
        reads.delete(read)
        // A task that a callback named is read as soon as it is bound.
        woken ||= claim.kind === 'confirm'
        if (full || woken) endSleep?.()
      })
    reads.add(read)
  }

  async function claimDue(): Promise<number> {
    full = reads.size >= deps.maxReads
    if (full) return deps.maxSleepMs
    woken = false
    const askedMs = deps.clock.nowMs()
    const { claims, nextAt, now, pacing } = await deps.ledger.claim(deps.maxReads - reads.size, deps.aheadMs)
    const passedMs = deps.clock.nowMs() - askedMs
    deps.redisClock.set(now, passedMs)
    if (pacing) deps.onPacing(pacing)
    for (const claim of claims) start(claim)
    full = reads.size >= deps.maxReads
    if (nextAt === null) return deps.maxSleepMs
    // Redis told its time when it was asked, and answered once it had synced what it wrote.
    return Math.min(deps.maxSleepMs, Math.max(1, nextAt - now - passedMs))
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      const sleepMs = await claimDue().catch((error: unknown) => {
        deps.report.fault('watch', error)
        return deps.maxSleepMs
      })
      await sleep(sleepMs)
    }
  }

  const looping = loop()
  return {
    async stop() {
      stopped = true
      endSleep?.()
      await looping
      await Promise.all(reads)
    },
  }
}
