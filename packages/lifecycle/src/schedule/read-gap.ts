import { meanOf, stretchesFrom, type RunShape } from './run-shape.ts'

/**
 * The age at which to read next a run that was still going on at `age`, when a read costs as much as
 * `cost` of lag. Where the hazard is h, gaps of √(2 · cost / h) are best: a shorter gap costs more reads
 * than it saves lag. As the hazard changes within a gap, the gap ends when the reads that are due by
 * that measure, the integral of √(h / 2 · cost), come to one; so nobody looks past a peak that lies ahead.
 * Null where nothing is known to end any more.
 */
export function bestNextRead(shape: RunShape, age: number, cost: number): number | null {
  let due = 0
  for (const { from, to, density, survivalFrom, survivalTo } of stretchesFrom(shape, age)) {
    if (density <= 0) continue
    // In closed form, since runs end evenly within a stretch.
    const perRoot = Math.sqrt(2 / (cost * density))
    const [rootFrom, rootTo] = [Math.sqrt(survivalFrom), Math.sqrt(survivalTo)]
    const here = perRoot * (rootFrom - rootTo)
    if (due + here >= 1) {
      const root = rootFrom - (1 - due) / perRoot
      return Math.min(to, from + (survivalFrom - root * root) / density)
    }
    due += here
  }
  return null
}

/** How far apart the reads of a whole run lie on average at this cost. */
export function meanGap(shape: RunShape, cost: number): number {
  let reads = 0
  for (const { density, survivalFrom, survivalTo } of stretchesFrom(shape, 0)) {
    if (density <= 0) continue
    reads += (Math.sqrt(2 / (cost * density)) * (survivalFrom ** 1.5 - survivalTo ** 1.5)) / 3
  }
  return meanOf(shape) / reads
}
