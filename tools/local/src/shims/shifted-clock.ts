import { compiledShim } from './compile-shim.ts'

const SHIM = { source: 'tools/local/src/shims/shifted-clock.c', purpose: 'Shifted clocks' }

/** The environment of a process whose wall clock is ahead by so many seconds, or behind. */
export async function shiftedClock(seconds: number): Promise<Record<string, string>> {
  return { LD_PRELOAD: await compiledShim(SHIM), KILN_CLOCK_OFF_S: String(seconds) }
}
