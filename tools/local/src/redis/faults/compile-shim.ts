import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { watch } from '../../processes/guardian.ts'
import { REPOSITORY_ROOT } from '../../repository-root.ts'
import { findExecutable } from '../redis-binary.ts'

// From the source folder even when this runs from dist/: the compiler of TypeScript leaves C behind.
const SOURCE = join(REPOSITORY_ROOT, 'tools/local/src/redis/faults/sync-journal.c')

const INSTALL = 'Install one that works, e.g. apt-get install gcc libc6-dev.'

let compiled: Promise<string> | null = null

/** The path of the library to preload, compiled once for this process; the guardian removes it. */
export function compiledShim(): Promise<string> {
  compiled ??= compileShim()
  return compiled
}

/** With the compiler on `searchPath`; throws what to install where there is none. */
export async function compileShim(searchPath?: string): Promise<string> {
  if (process.platform !== 'linux') throw new Error('Power cuts need Linux: they work by LD_PRELOAD.')
  const compiler = findExecutable('cc', searchPath)
  if (compiler === null)
    throw new Error(`Power cuts need a C compiler, and there is no cc on PATH. ${INSTALL}`)
  const folder = await mkdtemp(join(tmpdir(), 'kiln-shim-'))
  watch(`folder:${folder}`)
  const library = join(folder, 'sync-journal.so')
  try {
    await promisify(execFile)(compiler, ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl'])
  } catch (error) {
    throw new Error(`${compiler} could not compile ${SOURCE}. ${INSTALL}`, { cause: error })
  }
  return library
}
