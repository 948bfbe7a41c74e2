const MB = 2 ** 20

export interface Memory {
  heapMB: number
  rssMB: number
}

/** What is alive, and what the process holds of the machine. Garbage is collected first. */
export function memoryNow(): Memory {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapMB: heapUsed / MB, rssMB: rss / MB }
}
