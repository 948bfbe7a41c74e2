/** The lives of the processes of one kind: how each of them is to be broken, then healthy ones. */
export interface Lives {
  /** KILN_FAIL_POINTS of the next life; null once there is nothing left to break. */
  next(): string | null
  /** A life ended as planned, or was stopped and goes on. */
  noteStrike(): void
  /** Every planned fault has happened. */
  spent(): boolean
  strikes(): number
}

export function planLives(faults: readonly string[]): Lives {
  const waiting = [...faults]
  let strikes = 0
  return {
    next: () => waiting.shift() ?? null,
    noteStrike: () => void strikes++,
    spent: () => strikes >= faults.length,
    strikes: () => strikes,
  }
}
