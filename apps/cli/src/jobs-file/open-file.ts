import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Words } from '../words/words.ts'

export type Opened =
  { ok: true; name: string; source: AsyncIterable<Uint8Array> } | { ok: false; fault: string; hint: string }

/** The bytes of a file, or of standard input for `-`. */
export async function openJobsFile(path: string, stdin: Readable, { file: told }: Words): Promise<Opened> {
  if (path === '-') return { ok: true, name: told.stdin, source: stdin }
  try {
    const file = await open(path)
    const isFolder = (await file.stat()).isDirectory()
    if (!isFolder) return { ok: true, name: path, source: streamOf(file) }
    await file.close()
    return refused(path, 'EISDIR', told)
  } catch (error) {
    return refused(path, String((error as NodeJS.ErrnoException).code), told)
  }
}

const streamOf = (file: FileHandle): AsyncIterable<Uint8Array> => file.createReadStream()

const REASONS: Partial<Record<string, 'missing' | 'isFolder' | 'forbidden'>> = {
  ENOENT: 'missing',
  EISDIR: 'isFolder',
  EACCES: 'forbidden',
}

function refused(path: string, code: string, told: Words['file']): Opened {
  const reason = REASONS[code]
  const fault = reason === undefined ? told.cannotOpen(path, code) : told[reason](path)
  return { ok: false, fault, hint: told.nameOne }
}
