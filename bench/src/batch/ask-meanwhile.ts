import { setTimeout as sleep } from 'node:timers/promises'

const ASK_EVERY_MS = 10

/** Asks for one thing again and again until it is stopped; answers how long each answer took, in ms. */
export function askMeanwhile(url: string): { stop(): Promise<number[]> } {
  const took: number[] = []
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      const began = performance.now()
      // A connection that was kept open may be closed the moment it is used: then the next one counts.
      const answer = await fetch(url).catch(() => fetch(url))
      await answer.text()
      if (!answer.ok) throw new Error(`GET ${url} answered ${answer.status}`)
      took.push(performance.now() - began)
      await sleep(ASK_EVERY_MS)
    }
    return took
  })()
  return {
    stop: () => {
      stopped = true
      return running
    },
  }
}

export function quantile(measured: readonly number[], share: number): number {
  const sorted = measured.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
