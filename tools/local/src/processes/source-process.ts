import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { BUNDLED, bundleFile } from './bundled-programs.ts'

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
/** Its value where the programs were bundled too. */
const BUNDLES = 'bundles'

/** One of kiln's programs: from source, what was built of it, or the one file that was made of that. */
export function programCommand(path: string): { command: string; args: string[] } {
  const built = process.env[RUN_BUILT]
  const bundle = built === BUNDLES ? BUNDLED.get(path) : undefined
  if (bundle !== undefined) return { command: process.execPath, args: [bundleFile(bundle)] }
  return built === undefined ? sourceCommand(path) : builtCommand(path, REPOSITORY_ROOT)
}

/** What was built of a program, here or where another release stands. */
export function builtCommand(path: string, root: string): { command: string; args: string[] } {
  const built = path.replace('/src/', '/dist/').replace(/\.ts$/, '.js')
  return { command: process.execPath, args: ['--enable-source-maps', resolve(root, built)] }
}

/** For a process that starts kiln's programs itself, so that it takes the same ones. */
export function programEnvironment(): Record<string, string> {
  const built = process.env[RUN_BUILT]
  return built === undefined ? {} : { [RUN_BUILT]: built }
}

type Build = { ok: true } | { ok: false; output: string }

/** Builds everything that changed, so that programs started from now on are the built ones. */
export function buildPrograms(): Build {
  const tsc = resolve(REPOSITORY_ROOT, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-b'], {
    cwd: REPOSITORY_ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) return { ok: false, output: stdout }
  process.env[RUN_BUILT] = '1'
  return { ok: true }
}

/** From now on those programs that were bundled are started as bundles. */
export function runBundles(): void {
  process.env[RUN_BUILT] = BUNDLES
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
