import { appendFile, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** For each file, by device and inode: how many of its bytes are surely on disk. */
export type SyncedSizes = Map<string, number>

/** What the lines of sync-journal.c add up to. */
export function foldJournal(journal: string): SyncedSizes {
  const sizes: SyncedSizes = new Map()
  for (const line of journal.split('\n')) {
    const [device, inode, word, size] = line.split(' ')
    const file = `${device} ${inode}`
    const before = sizes.get(file) ?? 0
    if (word === 'synced') sizes.set(file, Math.max(before, Number(size)))
    if (word === 'cut') sizes.set(file, Math.min(before, Number(size)))
    if (word === 'gone') sizes.delete(file)
  }
  return sizes
}

export async function readJournal(path: string): Promise<SyncedSizes> {
  return foldJournal(await readFile(path, 'utf8'))
}

/** Notes that everything now in `dir` is on disk: it was there before the server came. */
export async function noteAsSynced(path: string, dir: string): Promise<void> {
  const files = await filesOf(dir)
  await appendFile(path, files.map(({ key, size }) => `${key} synced ${size}\n`).join(''))
}

/** The files below `dir`, each with its key in the journal. */
export async function filesOf(dir: string): Promise<{ path: string; key: string; size: number }[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.map(async (path) => {
      const { dev, ino, size } = await stat(path, { bigint: true })
      return { path, key: `${dev} ${ino}`, size: Number(size) }
    }),
  )
}
