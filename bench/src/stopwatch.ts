export interface Elapsed {
  ms: number
  /** Of the processor: what others do on the machine meanwhile counts far less. */
  cpuMs: number
}

/** Starts to measure; the function says how much has gone by since. */
export function startWatch(): () => Elapsed {
  const before = process.cpuUsage()
  const began = performance.now()
  return () => {
    const ms = performance.now() - began
    const { user, system } = process.cpuUsage(before)
    return { ms, cpuMs: (user + system) / 1_000 }
  }
}
