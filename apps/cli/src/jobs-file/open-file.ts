import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'

export type Opened =
  { ok: true; name: string; source: AsyncIterable<Uint8Array> } | { ok: false; fault: string; hint: string }

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
}

/** The bytes of a file, or of standard input for `-`. */
export async function openJobsFile(path: string, stdin: Readable): Promise<Opened> {
  if (path === '-') return { ok: true, name: 'standard input', source: stdin }
  try {
    const file = await open(path)
    const isFolder = (await file.stat()).isDirectory()
    if (!isFolder) return { ok: true, name: path, source: streamOf(file) }
    await file.close()
    return refused(path, 'EISDIR')
  } catch (error) {
    return refused(path, String((error as NodeJS.ErrnoException).code))
  }
}

const streamOf = (file: FileHandle): AsyncIterable<Uint8Array> => file.createReadStream()

function refused(path: string, code: string): Opened {
  const fault = `${path} ${REASONS[code] ?? `cannot be opened (${code})`}.`
  return { ok: false, fault, hint: 'Name a file of jobs, or - for standard input.' }
}
