import { readFileSync } from 'node:fs'

/** Of the kernel's clock, in which it counts processor time: a hundredth of a second on every Linux. */
const TICK_MS = 10

/** What a process, all its threads together, has had of the processors, in ms. */
function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return TICK_MS * (Number(fields[11]) + Number(fields[12]))
}

/** How much of one processor each had since, in percent. */
export function watchProcessors<Name extends string>(
  pids: Readonly<Record<Name, number>>,
): () => { percent: Record<Name, number>; ms: Record<Name, number> } {
  const names = Object.keys(pids) as Name[]
  const before = names.map((name) => processorMs(pids[name]))
  const startedMs = performance.now()
  return () => {
    const passedMs = performance.now() - startedMs
    const used = names.map((name, n) => processorMs(pids[name]) - before[n]!)
    const each = (of: (ms: number) => number) =>
      Object.fromEntries(names.map((name, n) => [name, of(used[n]!)])) as Record<Name, number>
    return { percent: each((ms) => (100 * ms) / passedMs), ms: each((ms) => ms) }
  }
}
