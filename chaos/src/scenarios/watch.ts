import { setTimeout as pause } from 'node:timers/promises'
import { PREFIX } from '../stack/stack.ts'
import { workerAt } from './lives-at.ts'
import type { Scenario, World } from './scenario.ts'

/** The way from a running task to its verdict, and the clockwork around it. */
export const WATCH_SCENARIOS: readonly Scenario[] = [
  workerAt('claim.after', { upTo: 12 }),
  workerAt('read.during', { upTo: 12 }),
  workerAt('read.during', { action: 'stop', upTo: 12 }),
  workerAt('read.after', { upTo: 12 }),
  workerAt('settle.after', { upTo: 12 }),
  { name: 'queue wiped', disturb: wipeQueue },
  { name: 'rolling restarts', disturb: restartInTurn },
]

const TIMES = 8
const EVERY_MS = 600

/** Every key of BullMQ goes, again and again: the ledger builds them anew. */
async function wipeQueue({ stack, strike }: World): Promise<void> {
  for (let i = 0; i < TIMES; i++) {
    await pause(EVERY_MS)
    const keys = await stack.db.keys(`${PREFIX}:q:*`)
    if (keys.length > 0) await stack.db.unlink(...keys)
    strike()
  }
}

/** What a deployment does: one worker after the other is told to end, and a new one begins. */
async function restartInTurn({ stack, strike }: World): Promise<void> {
  for (let i = 0; i < TIMES; i++) {
    await pause(EVERY_MS)
    stack.workers[i % stack.workers.length]!.recycle()
    strike()
  }
}
