import type { RunScript } from '../scripts.ts'

/** A worker as it tells of itself every few seconds. */
export interface WorkerSign {
  host: string
  pid: number
  /** How far this machine's clock is ahead of Redis'; kiln goes by Redis' alone. */
  clockSkewMs: number
  /** Of kiln; a worker from before it was told has none. */
  version?: string
  /** What it was told, as a digest: all processes need to be told the same. */
  settings?: string
}

/** A worker as the ledger remembers it. */
export interface WorkerSeen extends WorkerSign {
  startedAt: number
  seenAt: number
}

/** Answers Redis' time, by which the next sign tells its skew. */
export async function noteWorker(run: RunScript, name: string, worker: WorkerSign): Promise<number> {
  return (await run('note-worker', { name, worker })).now
}

export async function forgetWorker(run: RunScript, name: string): Promise<void> {
  await run('note-worker', { name, leaves: true })
}
