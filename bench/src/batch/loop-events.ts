import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeTemporaryFolder, REPOSITORY_ROOT } from '@kiln/local'

/** What an event loop went through; times are epoch milliseconds, and each stands for its end. */
export type LoopEvent =
  | {
      kind: 'late'
      at: number
      lateMs: number
      /** At most so much of it was the process' own work, garbage collection on its thread included. */
      ownMs: number
      /** So long it was ready to run and was given no processor. */
      withheldMs: number
    }
  | { kind: 'gc'; at: number; ms: number }

export interface LoopLoad {
  /** Of all times that it came late. */
  ownMostMs: number
  withheldMostMs: number
  /** The longest pause for garbage, by the clock. */
  gcMostMs: number
}

export interface LoopWatch {
  /** For the program's start. */
  env: Record<string, string>
  between(fromMs: number, toMs: number): LoopLoad
  remove(): Promise<void>
}

const PROBE = resolve(REPOSITORY_ROOT, 'bench/dist/batch/loop-probe.js')

/** Puts a probe into a program that is about to be started. */
export async function watchLoop(): Promise<LoopWatch> {
  const folder = await makeTemporaryFolder('kiln-bench-loop-')
  const file = join(folder.path, 'events')
  return {
    env: { NODE_OPTIONS: `--import=${PROBE}`, BENCH_LOOP_FILE: file },
    between: (fromMs, toMs) => loadOf(eventsOf(readFileSync(file, 'utf8')), fromMs, toMs),
    remove: () => folder.remove(),
  }
}

/** The last line may be half written. */
function eventsOf(text: string): LoopEvent[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LoopEvent)
}

export function loadOf(events: readonly LoopEvent[], fromMs: number, toMs: number): LoopLoad {
  const load: LoopLoad = { ownMostMs: 0, withheldMostMs: 0, gcMostMs: 0 }
  for (const event of events) {
    if (event.at < fromMs || event.at > toMs) continue
    if (event.kind === 'gc') {
      load.gcMostMs = Math.max(load.gcMostMs, event.ms)
    } else {
      load.ownMostMs = Math.max(load.ownMostMs, event.ownMs)
      load.withheldMostMs = Math.max(load.withheldMostMs, event.withheldMs)
    }
  }
  return load
}
