import type { PrivateRedisOptions } from '@kiln/local'
import type { Draw, FaultChanges } from '@kiln/simulator'
import type { Load } from '../load/submit-load.ts'
import type { Stack } from '../stack/stack.ts'

/** One way to break kiln. The seed decides the rest: when, how often, and on which jobs. */
export interface Scenario {
  name: string
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
   * ledger has forgotten jobs, and kiln must have stopped submitting rather than pay again.
   */
  left?: 'everything' | 'anOlderLedger'
  /** Whether kiln must have noticed by itself that the ledger is older than it was. */
  mustFreeze?: boolean
  load?: Load
  /** What is done to the rest of the world while the load goes on. */
  disturb?: (world: World) => Promise<void>
}

export interface World {
  stack: Stack
  draw: Draw
  /** Notes a fault that was done; the table counts them. */
  strike: () => void
  /** Notes a figure of this run, in the unit its name says; above its limit it is a finding. */
  note: (name: string, value: number, limit?: number) => void
}
