import { startSourceProcess } from '@kiln/local'

/** How long one thing took again and again. */
export interface Waits {
  asked: number
  medianMs: number
  p99Ms: number
  mostMs: number
}

/** Asks for one thing again and again until it is stopped, from a process of its own. */
export async function askMeanwhile(url: string): Promise<{ stop(): Promise<Waits> }> {
  const asker = await startSourceProcess('asker', 'bench/src/batch/ask-probe.ts', { env: { ASK_URL: url } })
  return {
    async stop() {
      await asker.stop()
      const last = asker.output().trim().split('\n').at(-1) ?? ''
      if (!last.startsWith('{"asked"')) throw new Error(`the asker said ${asker.output()}`)
      return JSON.parse(last) as Waits
    },
  }
}
