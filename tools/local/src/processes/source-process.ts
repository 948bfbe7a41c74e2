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
