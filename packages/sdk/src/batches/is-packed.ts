import type { BatchSource } from './batch-source.ts'

/** The first two bytes of every gzip file, and of no JSON. */
const GZIP = [0x1f, 0x8b]

/** Whether a file is packed, by what it begins with, whatever its name is. Streams say so by an option. */
export async function isPackedFile(source: BatchSource): Promise<boolean> {
  if (typeof source !== 'string' && !(source instanceof URL)) return false
  const { open } = await import('node:fs/promises')
  const file = await open(source)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0)
    return bytesRead === GZIP.length && GZIP.every((byte, at) => buffer[at] === byte)
  } finally {
    await file.close()
  }
}
