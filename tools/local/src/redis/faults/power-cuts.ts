import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forget, watch } from '../../processes/guardian.ts'
import { compiledShim } from '../../shims/compile-shim.ts'
import { filesOf, noteAsSynced, readJournal } from './sync-journal.ts'

export const SYNC_JOURNAL = {
  source: 'tools/local/src/redis/faults/sync-journal.c',
  purpose: 'Power cuts',
}

export interface PowerCutOptions {
  /** Makes every sync slower by this, so that a cut often falls between a write and its sync. */
  syncDelayMs?: number
}

export interface PowerCuts {
  /** What the server's environment needs. */
  env: Record<string, string>
  /** The files were put there by us and are on disk. */
  trustFiles(): Promise<void>
  /** How much a power cut would take now. */
  unsyncedBytes(): Promise<number>
  /** Takes from the files of a dead server what was never synced. */
  cutFiles(): Promise<{ lostBytes: number }>
  remove(): Promise<void>
}

/** Has the syncs of a server with its data in `dir` noted, beside its data. */
export async function preparePowerCuts(dir: string, options: PowerCutOptions): Promise<PowerCuts> {
  const library = await compiledShim(SYNC_JOURNAL)
  const folder = await mkdtemp(join(tmpdir(), 'kiln-syncs-'))
  watch(`folder:${folder}`)
  const journal = join(folder, 'journal')
  await writeFile(journal, '')
  const trustFiles = () => noteAsSynced(journal, dir)
  await trustFiles()
  return {
    env: {
      LD_PRELOAD: library,
      KILN_SYNC_JOURNAL: journal,
      KILN_SYNC_DELAY_MS: String(options.syncDelayMs ?? 0),
    },
    trustFiles,
    unsyncedBytes: async () => lostOf(await unsyncedFiles(journal, dir)),
    cutFiles: () => cutFiles(journal, dir),
    async remove() {
      await rm(folder, { recursive: true, force: true })
      forget(`folder:${folder}`)
    },
  }
}

/**
 * What a journaling filesystem leaves at its worst: names and renames are there (Redis syncs the
 * folder when it changes its manifest), data only as far as it was synced, so that a file never
 * synced is there and empty. Torn sectors and disks that lie about a sync are not played.
 */
async function cutFiles(journal: string, dir: string): Promise<{ lostBytes: number }> {
  const files = await unsyncedFiles(journal, dir)
  for (const { path, kept } of files) await truncate(path, kept)
  return { lostBytes: lostOf(files) }
}

interface UnsyncedFile {
  path: string
  size: number
  /** Of its size, what a power cut leaves. */
  kept: number
}

const lostOf = (files: UnsyncedFile[]) => files.reduce((bytes, { size, kept }) => bytes + size - kept, 0)

async function unsyncedFiles(journal: string, dir: string): Promise<UnsyncedFile[]> {
  const synced = await readJournal(journal)
  return (await filesOf(dir))
    .map(({ path, key, size }) => ({ path, size, kept: Math.min(size, synced.get(key) ?? 0) }))
    .filter(({ size, kept }) => kept < size)
}
