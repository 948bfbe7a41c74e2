import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forget, watch } from '../../processes/guardian.ts'

/** A Redis' data as it once was; removed when that Redis is stopped. */
export interface RedisSnapshot {
  dir: string
}

const TRIES = 20

/** Keeps copies of the data in `dir`, and puts one back. */
export function keepSnapshots(dir: string) {
  const taken: string[] = []
  return {
    async take(): Promise<RedisSnapshot> {
      const copy = await mkdtemp(join(tmpdir(), 'kiln-snapshot-'))
      watch(`folder:${copy}`)
      taken.push(copy)
      await copyConsistently(dir, copy)
      return { dir: copy }
    },
    /** Only while no server runs on it. */
    async putBack(snapshot: RedisSnapshot): Promise<void> {
      await empty(dir)
      await cp(snapshot.dir, dir, { recursive: true })
    },
    async remove(): Promise<void> {
      for (const copy of taken.splice(0)) {
        await rm(copy, { recursive: true, force: true })
        forget(`folder:${copy}`)
      }
    },
  }
}

/**
 * Files that are only appended to make a copy that is a moment's state, with at most half a command
 * at its end, which Redis drops. Only a rewrite replaces files; it writes another manifest, and then
 * the copy is made again.
 */
async function copyConsistently(dir: string, copy: string): Promise<void> {
  for (let tried = 0; tried < TRIES; tried++) {
    const before = await manifestOf(dir)
    if (before === null)
      throw new Error('A snapshot needs a Redis of version 7 or later with appendonly yes.')
    const copied = await cp(dir, copy, { recursive: true }).then(() => true, isMissing)
    if (copied && before === (await manifestOf(dir))) return
    await empty(copy)
  }
  throw new Error(`${TRIES} times Redis replaced its files while they were copied.`)
}

/** A file that went while it was copied is a reason to try again; anything else is thrown. */
function isMissing(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
  throw error
}

async function manifestOf(dir: string): Promise<string | null> {
  const names = await readdir(dir, { recursive: true })
  const manifest = names.find((name) => name.endsWith('.aof.manifest'))
  return manifest === undefined ? null : readFile(join(dir, manifest), 'utf8')
}

async function empty(dir: string): Promise<void> {
  for (const name of await readdir(dir)) await rm(join(dir, name), { recursive: true, force: true })
}
