import { stretchesFrom, type RunShape } from './run-shape.ts'

/**
 * The first gap spans the time in which hardly any run ends, where the integral promises more than a read
 * can find: it is this much longer. `pnpm bench watch` is how it was chosen.
 */
const READS_DUE_AT_FIRST = 1.5

/**
 * The age at which to read next a run that was still going on at `age`, when a read costs as much as
 * `cost` of lag. Where the hazard is h, gaps of √(2 · cost / h) are best: a shorter gap costs more reads
 * than it saves lag. As the hazard changes within a gap, the gap ends when the reads that are due by
 * that measure, the integral of √(h / 2 · cost), come to one; so nobody looks past a peak that lies ahead.
 * Null where nothing is known to end any more.
 */
export function bestNextRead(shape: RunShape, age: number, cost: number): number | null {
  const needed = age === 0 ? READS_DUE_AT_FIRST : 1
  let due = 0
  for (const { from, to, density, survivalFrom, survivalTo } of stretchesFrom(shape, age)) {
    if (density <= 0) continue
    // In closed form, since runs end evenly within a stretch.
    const perRoot = Math.sqrt(2 / (cost * density))
    const [rootFrom, rootTo] = [Math.sqrt(survivalFrom), Math.sqrt(survivalTo)]
    const here = perRoot * (rootFrom - rootTo)
    if (due + here >= needed) {
      const root = rootFrom - (needed - due) / perRoot
      return Math.min(to, from + (survivalFrom - root * root) / density)
    }
    due += here
  }
  return null
}
