import type { PrivateRedisOptions } from '@kiln/local'
import type { Draw, FaultChanges } from '@kiln/simulator'
import type { AcceptedJob } from '../audit/evidence.ts'
import type { DrawnJob } from '../load/draw-jobs.ts'
import type { KilnClient, ShownBatch } from '../load/kiln-client.ts'
import type { Load } from '../load/submit-load.ts'
import type { Stack } from '../stack/stack.ts'

/** One way to break kiln. The seed decides the rest: when, how often, and on which jobs. */
export interface Scenario {
  name: string
  /** Times as fast as the world. */
  speed?: number
  /** What each worker has in its environment alone; there are as many workers. */
  workerEnvs?: () => Promise<Record<string, string>[]>
  /** Further API keys, each with a lane of its own. */
  callers?: readonly string[]
  /** Without what goes wrong in every other run: only with what is said here. */
  calm?: boolean
  /** What each life of the API, or of a worker, does to itself, one after the other. */
  api?: (draw: Draw) => string[]
  workers?: (draw: Draw) => string[]
  /** What KIE does to everybody, on top of what it always does. */
  faults?: FaultChanges
  /** Whether KIE is told where to call back; drawn when it is not said. */
  callbacks?: boolean
  env?: Record<string, string>
  /** Every step that may come twice does; drawn when it is not said. */
  repeat?: boolean
  redis?: Pick<PrivateRedisOptions, 'powerCuts' | 'appendFsync'>
  /**
   * What may be left of a run: everything, or what a Redis that went back in time leaves. There the
   * ledger has forgotten jobs, and kiln must have stopped submitting rather than pay again. Once
   * somebody has resumed it, all that the ledger still knows must come to rest.
   */
  left?: 'everything' | 'anOlderLedger' | 'aResumedLedger'
  /** Whether kiln must have noticed by itself that the ledger is older than it was. */
  mustFreeze?: boolean
  load?: Load
  /** What is done to the rest of the world while the load goes on. */
  disturb?: (world: World) => Promise<void>
}

export interface World {
  stack: Stack
  draw: Draw
  /** The API as one of the callers meets it. */
  client: (caller?: string) => KilnClient
  /** Submits these jobs, a few at a time, and leaves them to the audit; they stand as the jobs do. */
  submit: (jobs: readonly DrawnJob[], caller?: string) => Promise<AcceptedJob[]>
  /** Submits them as one batch, and leaves its jobs to the audit. */
  submitBatch: (key: string, jobs: readonly DrawnJob[], caller?: string) => Promise<ShownBatch>
  /** Leaves the jobs of a batch to the audit that was submitted otherwise. */
  handToAudit: (batch: ShownBatch, jobs: readonly DrawnJob[], isCanceled: boolean) => Promise<void>
  /** Has a caller take these jobs back, and waits until none of them is queued. */
  takeBack: (jobs: readonly AcceptedJob[], caller?: string) => Promise<void>
  /** Notes a fault that was done; the table counts them. */
  strike: () => void
  /** Notes a figure of this run, in the unit its name says; beyond its bounds it is a finding. */
  note: (name: string, value: number, bounds?: Bounds) => void
}

export interface Bounds {
  atMost?: number
  atLeast?: number
}

/** A figure of one run. */
export interface Figure extends Bounds {
  value: number
}
