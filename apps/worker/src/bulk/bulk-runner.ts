import { setTimeout as sleep } from 'node:timers/promises'
import {
  isRedisAway,
  nextStepOf,
  type BulkLedger,
  type BulkNote,
  type BulkRecord,
  type ClaimedBulk,
} from '@kiln/ledger'
import type { BulkAct, BulkStep } from '@kiln/lifecycle'
import type { Report } from '../report.ts'
import type { Listed } from './listed.ts'

export interface RunnerDeps {
  act: BulkAct
  bulk: Pick<BulkLedger, 'claim' | 'enlist' | 'note'>
  actOn: (bulk: BulkRecord, id: string) => Promise<Listed>
  report: Pick<Report, 'fault' | 'bulkActed' | 'bulkEnded'>
  requestFeed: () => void
  /** Jobs of one turn. */
  slice: number
  /** Jobs that are acted on side by side. */
  atOnce: number
  /** Between two reads: bulk acts take half of the read meter at most. */
  readRestMs: number
}

export interface BulkRunner {
  stop: () => Promise<void>
}

const LOOK_EVERY_MS = 500
/** For those that were sent, or for KIE to be asked again. */
const WAIT_MS = 500
/** With a slow read for its last job it is over before the lease is. */
const SLICE_MS = 1_000

/** How a slice came out. */
interface Taken {
  skipped: { job: string; why: string }[]
  /** Whether KIE cannot be asked now. */
  isHeld: boolean
}

/**
 * Runs the bulk acts of one kind, slice by slice. Every worker does it, and none needs to be the leader: which
 * jobs are left stands in the ledger, and a job leaves that list in the script that acts on it.
 */
export function startBulkRunner(deps: RunnerDeps): BulkRunner {
  const { bulk: ledger, report, atOnce } = deps
  const control = new AbortController()
  const { signal } = control
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)

  /** A job that kiln cannot deal with stands in nobody's way. */
  async function actOn(bulk: BulkRecord, id: string): Promise<Listed> {
    try {
      return await deps.actOn(bulk, id)
    } catch (error) {
      if (isRedisAway(error)) throw error
      report.fault('bulk', error)
      return { kind: 'skipped', why: 'fault', asked: false }
    }
  }

  async function take(bulk: BulkRecord, ids: readonly string[]): Promise<Taken> {
    const taken: Taken = { skipped: [], isHeld: false }
    const began = performance.now()
    for (let at = 0; at < ids.length; at += atOnce) {
      if (signal.aborted || performance.now() - began > SLICE_MS) break
      const some = ids.slice(at, at + atOnce)
      const listed = await Promise.all(some.map((id) => actOn(bulk, id)))
      listed.forEach((each, n) => see(bulk, some[n]!, each, taken))
      if (taken.isHeld) break
      if (listed.some((each) => 'asked' in each && each.asked)) await rest(deps.readRestMs)
    }
    return taken
  }

  function see(bulk: BulkRecord, job: string, listed: Listed, taken: Taken): void {
    if (listed.kind === 'notNow') taken.isHeld = true
    if (listed.kind === 'skipped') taken.skipped.push({ job, why: listed.why })
    if (listed.kind !== 'done') return
    report.bulkActed(bulk, listed.job, listed.outcome)
    deps.requestFeed()
  }

  /** A list that is not whole when the turn is over is gone on with in the next one. */
  async function enlist({ bulk, lease }: ClaimedBulk): Promise<void> {
    const began = performance.now()
    while (!signal.aborted && performance.now() - began < SLICE_MS) {
      if ((await ledger.enlist(bulk.id, lease)) !== 'more') break
    }
    await ledger.note(bulk.id, lease, { againInMs: 0 })
  }

  /** How long until there may be more to do. */
  async function follow(claimed: ClaimedBulk, step: BulkStep): Promise<number> {
    const { bulk, lease, jobs } = claimed
    const note = (noted: BulkNote) => ledger.note(bulk.id, lease, noted)
    switch (step.kind) {
      case 'enlist':
        await enlist(claimed)
        return 0
      case 'end': {
        const noted = await note({ status: step.status, ...(step.why && { why: step.why }) })
        if (noted === 'noted') report.bulkEnded(bulk, step)
        return 0
      }
      case 'wait':
        await note({ status: step.status, againInMs: WAIT_MS })
        return LOOK_EVERY_MS
      case 'take': {
        if ((await note({ status: step.status })) !== 'noted') return 0
        const { skipped, isHeld } = await take(bulk, jobs.slice(0, step.max))
        await note({ skipped, againInMs: isHeld ? WAIT_MS : 0 })
        return isHeld ? LOOK_EVERY_MS : 0
      }
    }
  }

  async function advance(): Promise<number> {
    const claimed = await ledger.claim(deps.act, deps.slice)
    return claimed === null ? LOOK_EVERY_MS : follow(claimed, nextStepOf(claimed.bulk, claimed.isFrozen))
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const restMs = await advance().catch((error: unknown) => {
        report.fault('bulk', error)
        return LOOK_EVERY_MS
      })
      await rest(restMs)
    }
  }

  const running = run()
  return {
    async stop() {
      control.abort()
      await running
    },
  }
}
