/** What a process of kiln's went through since it was last asked. */
export interface ProcessLoad {
  /** How late its event loop was: 99 of 100 looks, and the worst. */
  lagP99Ms: number
  lagMostMs: number
  /** Of its processors, garbage collection included. */
  cpuMs: number
}

/** Reads a process' own figures; its lag is that since the last look, and the first look begins it. */
export async function watchProcess(url: string): Promise<() => Promise<ProcessLoad>> {
  let cpuBefore = (await look(url)).cpuMs
  return async () => {
    const now = await look(url)
    const load = { ...now, cpuMs: now.cpuMs - cpuBefore }
    cpuBefore = now.cpuMs
    return load
  }
}

/** The library samples every so often, and that alone is in its maximum. */
const SAMPLED_EVERY_MS = 10

async function look(url: string): Promise<ProcessLoad> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    lagP99Ms: 1_000 * value('kiln_event_loop_lag_seconds'),
    lagMostMs: Math.max(0, 1_000 * value('nodejs_eventloop_lag_max_seconds') - SAMPLED_EVERY_MS),
    cpuMs: 1_000 * value('process_cpu_seconds_total'),
  }
}
