import { createWriteStream, openSync, readSync } from 'node:fs'
import { PerformanceObserver } from 'node:perf_hooks'
import type { LoopEvent } from './loop-events.ts'

/**
 * Loaded before a program that is measured: notes each time that its event loop came late, and what its main thread
 * had of a processor meanwhile. That tells its own work from a processor that it was not given.
 */
const EVERY_MS = 5
const NOTED_FROM_MS = 3
const NS_IN_MS = 1e6

const file = createWriteStream(process.env['BENCH_LOOP_FILE']!)
const note = (event: LoopEvent) => file.write(`${JSON.stringify(event)}\n`)
const epochMs = (ms: number) => performance.timeOrigin + ms

// The group's own number is its first thread's, which is the one that runs JavaScript.
const schedule = openSync(`/proc/${process.pid}/schedstat`, 'r')
const text = Buffer.alloc(100)
function readSchedule(): { ranMs: number; waitedMs: number } {
  const [ran, waited] = text.toString('latin1', 0, readSync(schedule, text, 0, 100, 0)).split(' ')
  return { ranMs: Number(ran) / NS_IN_MS, waitedMs: Number(waited) / NS_IN_MS }
}

let before = { at: performance.now(), ...readSchedule() }
function look(): void {
  const now = { at: performance.now(), ...readSchedule() }
  const lateMs = now.at - before.at - EVERY_MS
  if (lateMs >= NOTED_FROM_MS) {
    const [ranMs, withheldMs] = [now.ranMs - before.ranMs, now.waitedMs - before.waitedMs]
    note({ kind: 'late', at: epochMs(now.at), lateMs, ownMs: Math.min(lateMs, ranMs), withheldMs })
  }
  before = now
  setTimeout(look, EVERY_MS).unref()
}
look()

new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    if (duration >= 1) note({ kind: 'gc', at: epochMs(startTime), ms: duration })
  }
}).observe({ entryTypes: ['gc'] })
