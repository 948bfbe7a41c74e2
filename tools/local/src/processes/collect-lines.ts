import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface CollectedLines {
  /** The last lines, stdout and stderr together. */
  kept: readonly string[]
  /** Calls `listener` for every further line until the returned function is called. */
  listen(listener: (line: string) => void): () => void
}

const KEPT_LINES = 5_000

export function collectLines(child: ChildProcess): CollectedLines {
  const kept: string[] = []
  const listeners = new Set<(line: string) => void>()
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      kept.push(line)
      if (kept.length > KEPT_LINES) kept.shift()
      for (const listener of listeners) listener(line)
    })
  }
  const listen = (listener: (line: string) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { kept, listen }
}
