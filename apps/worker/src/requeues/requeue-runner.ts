import { setTimeout as sleep } from 'node:timers/promises'
import { progressOf, type JobForAct, type Ledger, type RequeueRecord } from '@kiln/ledger'
import { decideRequeueStep, type RequeueStep } from '@kiln/lifecycle'
import type { Report } from '../report.ts'
import type { Listed } from './requeue-listed-job.ts'

export interface RunnerDeps {
  requeues: Pick<Ledger['requeues'], 'claim' | 'note'>
  requeueJob: (requeue: RequeueRecord, id: string) => Promise<Listed>
  report: Pick<Report, 'fault' | 'bulkRequeued' | 'bulkEnded'>
  requestFeed: () => void
  /** Between two reads: a bulk requeue takes half of the read meter at most. */
  readRestMs: number
}

export interface RequeueRunner {
  stop: () => Promise<void>
}

const LOOK_EVERY_MS = 250
/** For those that were sent, or for KIE to be asked again. */
const WAIT_MS = 500
/** Jobs of one turn: with a slow read for each it is over before the lease is. */
const SLICE = 10
const SLICE_MS = 3_000

/**
 * Runs bulk requeues, slice by slice. Every worker does it, and none needs to be the leader: which jobs are
 * left stands in the ledger, and a job leaves that list in the script that requeues it.
 */
export function startRequeueRunner(deps: RunnerDeps): RequeueRunner {
  const control = new AbortController()
  const { signal } = control
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)

  /** Jobs in turn; false when KIE cannot be asked now. */
  async function take(requeue: RequeueRecord, ids: readonly string[]): Promise<boolean> {
    const began = performance.now()
    for (const id of ids) {
      if (signal.aborted || performance.now() - began > SLICE_MS) return true
      const listed = await deps.requeueJob(requeue, id)
      if (listed.kind === 'notNow') return false
      if (listed.kind === 'skipped')
        await deps.requeues.note(requeue.id, { skipped: { job: id, why: listed.why } })
      else tell(requeue, listed.job, listed.outcome)
      if (listed.asked) await rest(deps.readRestMs)
    }
    return true
  }

  function tell(requeue: RequeueRecord, { job }: JobForAct, outcome: string): void {
    deps.report.bulkRequeued(requeue, job, outcome)
    deps.requestFeed()
  }

  async function advance(): Promise<number> {
    const claimed = await deps.requeues.claim(SLICE)
    if (claimed === null) return LOOK_EVERY_MS
    const { requeue, jobs } = claimed
    const step: RequeueStep = decideRequeueStep(progressOf(requeue))
    if (step.kind === 'end') {
      await deps.requeues.note(requeue.id, { status: step.status, ...(step.why && { why: step.why }) })
      deps.report.bulkEnded(requeue, step)
      return 0
    }
    if (step.kind === 'wait') {
      await deps.requeues.note(requeue.id, { status: step.status, againInMs: WAIT_MS })
      return LOOK_EVERY_MS
    }
    await deps.requeues.note(requeue.id, { status: step.status })
    const goesOn = await take(requeue, jobs.slice(0, step.max))
    await deps.requeues.note(requeue.id, { againInMs: goesOn ? 0 : WAIT_MS })
    return goesOn ? 0 : LOOK_EVERY_MS
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const restMs = await advance().catch((error: unknown) => {
        deps.report.fault('requeues', error)
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
