import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { watch } from '../processes/guardian.ts'
import { findExecutable } from '../redis/redis-binary.ts'
import { REPOSITORY_ROOT } from '../repository-root.ts'

/** A library to preload into a process, and what cannot be done without it. */
export interface Shim {
  /** In the repository: the compiler of TypeScript leaves C behind, so dist/ has none. */
  source: string
  /** In the plural, as a sentence begins. */
  purpose: string
}

const INSTALL = 'Install one that works, e.g. apt-get install gcc libc6-dev.'

const compiled = new Map<string, Promise<string>>()

/** The path of the library, compiled once for this process; the guardian removes it. */
export function compiledShim(shim: Shim): Promise<string> {
  const library = compiled.get(shim.source) ?? compileShim(shim)
  compiled.set(shim.source, library)
  return library
}

/** With the compiler on `searchPath`; throws what to install where there is none. */
export async function compileShim({ source, purpose }: Shim, searchPath?: string): Promise<string> {
  if (process.platform !== 'linux') throw new Error(`${purpose} need Linux: they work by LD_PRELOAD.`)
  const compiler = findExecutable('cc', searchPath)
  if (compiler === null)
    throw new Error(`${purpose} need a C compiler, and there is no cc on PATH. ${INSTALL}`)
  const folder = await mkdtemp(join(tmpdir(), 'kiln-shim-'))
  watch(`folder:${folder}`)
  const library = join(folder, 'shim.so')
  const path = join(REPOSITORY_ROOT, source)
  try {
    await promisify(execFile)(compiler, ['-shared', '-fPIC', '-O2', '-o', library, path, '-ldl'])
  } catch (error) {
    throw new Error(`${compiler} could not compile ${path}. ${INSTALL}`, { cause: error })
  }
  return library
}
