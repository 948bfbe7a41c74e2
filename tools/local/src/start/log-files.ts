import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'

export interface LogFile {
  path: string
  write(line: string): void
  close(): Promise<void>
}

/** A fresh log of one process. The API's port is in the name: a second start has another one. */
export function openLogFile(folder: string, processName: string, apiPort: number): LogFile {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${processName}-${apiPort}.log`)
  const stream = createWriteStream(path)
  return {
    path,
    write: (line) => void stream.write(`${line}\n`),
    close: () => new Promise((resolve) => void stream.end(resolve)),
  }
}
