const BAR_CELLS = 20

/** How much is done, as a bar that fills. */
export function renderFill(done: number, all: number): string {
  const share = all === 0 ? 0 : Math.min(1, done / all)
  const filled = Math.floor(share * BAR_CELLS)
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
}

const STEPS = '▁▂▃▄▅▆▇█'
const NOTHING = '·'

/** Counts over time in a few columns: the tallest is the most there was, a dot is nothing at all. */
export function renderTrend(counts: readonly number[]): string {
  const most = Math.max(1, ...counts)
  return counts
    .map((count) => (count <= 0 ? NOTHING : STEPS[Math.ceil((count / most) * STEPS.length) - 1]))
    .join('')
}
