import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { REPOSITORY_ROOT } from '../repository-root.ts'

/** How one file of TypeScript is run from source: as the root's scripts do, without pnpm in between. */
export function sourceCommand(
  path: string,
  args: readonly string[] = [],
): { command: string; args: string[] } {
  return {
    command: process.execPath,
    args: ['--conditions=kie-src', '--import', 'tsx', resolve(REPOSITORY_ROOT, path), ...args],
  }
}

/** Set for a run that starts kiln's programs again and again, and has built them first. */
const RUN_BUILT = 'KILN_RUN_BUILT'

/** One of kiln's programs: from source, or what was built of it, which starts in half the time. */
export function programCommand(path: string): { command: string; args: string[] } {
  return process.env[RUN_BUILT] === '1' ? builtCommand(path, REPOSITORY_ROOT) : sourceCommand(path)
}

/** What was built of a program, here or where another release stands. */
export function builtCommand(path: string, root: string): { command: string; args: string[] } {
  const built = path.replace('/src/', '/dist/').replace(/\.ts$/, '.js')
  return { command: process.execPath, args: ['--enable-source-maps', resolve(root, built)] }
}

/** For a process that starts kiln's programs itself, so that it takes the same ones. */
export function programEnvironment(): Record<string, string> {
  return process.env[RUN_BUILT] === '1' ? { [RUN_BUILT]: '1' } : {}
}

/** Builds everything that changed, so that programs started from now on are the built ones. */
export function buildPrograms(): { ok: true } | { ok: false; output: string } {
  const tsc = resolve(REPOSITORY_ROOT, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-b'], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) return { ok: false, output: stdout }
  process.env[RUN_BUILT] = '1'
  return { ok: true }
}

/** Variables that configure kiln; a child gets only those it is given. */
const SETTINGS = /^(?:KIE_|KILN_|SIMULATOR_)|^(?:REDIS_URL|HOST|PORT|LOG_LEVEL)$/

/** `own` on top of what is not kiln's in the caller's environment (PATH, HOME, locale, proxies). */
export function environmentWith(
  own: Record<string, string>,
  inherited: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !SETTINGS.test(entry[0]),
  )
  return { ...Object.fromEntries(kept), ...own }
}
