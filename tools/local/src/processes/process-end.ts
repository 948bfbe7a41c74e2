import type { ChildProcess } from 'node:child_process'

export interface ProcessEnd {
  code: number | null
  signal: NodeJS.Signals | null
}

/** How a process ended, for people. */
export function wordsOf(end: ProcessEnd): string {
  return end.signal === null ? `exit code ${end.code}` : end.signal
}

/** Settles once the process has ended and all it wrote was read. */
export function endOf(child: ChildProcess): Promise<ProcessEnd> {
  // A grandchild may hold the pipes open for ever; soon after the end they are cut.
  const PIPE_GRACE_MS = 500
  child.once('exit', () => {
    const cut = setTimeout(() => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    }, PIPE_GRACE_MS)
    child.once('close', () => clearTimeout(cut))
  })
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
}
