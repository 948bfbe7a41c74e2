import { describe, expect, test } from '@jest/globals'
import type { Claim, WatchClaim } from '@kiln/ledger'
import { processClock } from '../clock.ts'
import type { Report } from '../report.ts'
import { startRedisClock } from './redis-clock.ts'
import { startWatcher, type WatcherDeps } from './watcher.ts'

const job = (id: string, dueAt = 0) => ({ kind: 'watch', job: { id }, dueAt }) as WatchClaim

const nothing = () => undefined

function silentReport(): Report & { faults: unknown[]; damaged: string[] } {
  const faults: unknown[] = []
  const damaged: string[] = []
  return {
    faults,
    damaged,
    exchanged: nothing,
    begun: nothing,
    waited: nothing,
    answered: nothing,
    answerNotWritten: nothing,
    answerCameLate: nothing,
    read: nothing,
    confirmed: nothing,
    overdue: nothing,
    rolledBack: nothing,
    resumed: nothing,
    gateChanged: nothing,
    batchAdvanced: nothing,
    bulkActed: nothing,
    bulkEnded: nothing,
    balanceUnknown: nothing,
    clockSeen: nothing,
    markNotKept: nothing,
    quarantined: (id) => void damaged.push(id),
    fault: (_step, error) => void faults.push(error),
  }
}

/** A ledger that hands out what it is given, one answer a call, then nothing. */
function handingOut(answers: Claim[][]) {
  const asked: number[] = []
  return {
    asked,
    claim: (max: number) => {
      asked.push(max)
      return Promise.resolve({ claims: answers.shift() ?? [], nextAt: null, now: 0 })
    },
    dropHint: () => Promise.resolve(),
    quarantine: () => Promise.resolve({ kind: 'moved' as const, state: 'parked' as const }),
  }
}

const watching = (overrides: Partial<WatcherDeps> & Pick<WatcherDeps, 'ledger' | 'report'>) =>
  startWatcher({
    read: () => Promise.resolve(),
    confirm: () => Promise.resolve(),
    clock: processClock,
    redisClock: { set: nothing, nowMs: () => 0 },
    onPacing: () => undefined,
    maxReads: 2,
    aheadMs: 50,
    maxSleepMs: 60_000,
    ...overrides,
  })

describe('the watcher', () => {
  test('claims no more than it has hands for, and goes on as soon as one is free', async () => {
    const ledger = handingOut([[job('a'), job('b')], [job('c')]])
    const finish = new Map<string, () => void>()
    const started: string[] = []
    let allStarted: () => void
    const third = new Promise<void>((resolve) => (allStarted = resolve))
    const watcher = watching({
      ledger,
      report: silentReport(),
      read: (claim) => {
        started.push(claim.job.id)
        if (started.length === 3) allStarted()
        return new Promise((resolve) => finish.set(claim.job.id, resolve))
      },
    })
    while (finish.size < 2) await Promise.resolve()
    finish.get('a')!()
    await third
    expect(ledger.asked.slice(0, 2)).toEqual([2, 1])
    for (const end of finish.values()) end()
    await watcher.stop()
    expect(started).toEqual(['a', 'b', 'c'])
  })

  test('looks again as soon as a callback was confirmed, for its task may be read now', async () => {
    const confirm = { kind: 'confirm', job: { id: 'a' } } as Extract<Claim, { kind: 'confirm' }>
    const ledger = handingOut([[confirm], [job('a')]])
    let read!: () => void
    const wasRead = new Promise<void>((resolve) => (read = resolve))
    const watcher = watching({ ledger, report: silentReport(), read: async () => read() })
    await wasRead
    await watcher.stop()
    expect(ledger.asked.length).toBeGreaterThanOrEqual(2)
  })

  test('wakes when the next read is due, however long Redis took to say when', async () => {
    const ledger = handingOut([])
    let calls = 0
    let nowMs = 0
    let askedAgain!: () => void
    const again = new Promise<void>((resolve) => (askedAgain = resolve))
    const claim = async () => {
      calls += 1
      if (calls === 2) askedAgain()
      nowMs += 29_999
      return { claims: [], nextAt: 30_000, now: 0 }
    }
    const watcher = watching({
      ledger: { ...ledger, claim },
      report: silentReport(),
      clock: { nowMs: () => nowMs },
    })
    await again
    await watcher.stop()
  }, 5_000)

  test('asks for reads before they are due, and starts each at its time', async () => {
    const redisClock = startRedisClock(processClock)
    const asked: [max: number, aheadMs: number][] = []
    const startedAt: number[] = []
    let allStarted!: () => void
    const started = new Promise<void>((resolve) => (allStarted = resolve))
    const ledger = {
      ...handingOut([]),
      claim: async (max: number, aheadMs = 0) => {
        asked.push([max, aheadMs])
        const claims = asked.length === 1 ? [job('later', 1_040), job('overdue', 900)] : []
        return { claims, nextAt: null, now: 1_000 }
      },
    }
    const watcher = watching({
      ledger,
      report: silentReport(),
      redisClock,
      read: async (claim) => {
        startedAt.push(redisClock.nowMs())
        if (claim.job.id === 'later') allStarted()
      },
    })
    await started
    await watcher.stop()
    expect(asked[0]).toEqual([2, 50])
    expect(startedAt[0]).toBeLessThan(startedAt[1]!)
    // Timers may end a millisecond early.
    expect(startedAt[1]).toBeGreaterThanOrEqual(1_038)
  })

  test('finishes the reads under way before it has stopped', async () => {
    let endRead!: () => void
    let readBegan!: () => void
    const began = new Promise<void>((resolve) => (readBegan = resolve))
    const watcher = watching({
      ledger: handingOut([[job('a')]]),
      report: silentReport(),
      read: () => {
        readBegan()
        return new Promise((resolve) => (endRead = resolve))
      },
    })
    await began
    const order: string[] = []
    const stopped = watcher.stop().then(() => order.push('stopped'))
    await new Promise((resolve) => setImmediate(resolve))
    order.push('read ends')
    endRead()
    await stopped
    expect(order).toEqual(['read ends', 'stopped'])
  })

  test('tells a failed read and goes on; a damaged record goes to a person', async () => {
    const report = silentReport()
    let claimedTwice!: () => void
    const twice = new Promise<void>((resolve) => (claimedTwice = resolve))
    const damaged: Claim = { kind: 'damaged', id: 'bad', fault: 'input: not JSON', hint: null }
    const watcher = watching({
      ledger: handingOut([[job('a'), damaged], [job('c')]]),
      report,
      read: (claim) => {
        if (claim.job.id === 'a') return Promise.reject(new Error('Redis went away'))
        if (claim.job.id === 'c') claimedTwice()
        return Promise.resolve()
      },
    })
    await twice
    await watcher.stop()
    expect(report.faults).toMatchObject([{ message: 'Redis went away' }])
    expect(report.damaged).toEqual(['bad'])
  })
})
