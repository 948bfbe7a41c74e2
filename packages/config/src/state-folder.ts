import { isAbsolute, join } from 'node:path'
import type { Environment } from './read-variables.ts'

/** Where programs keep what should outlive them, by the XDG rules; null where the machine names no place. */
export function findStateFolder(env: Environment): string | null {
  const xdg = env['XDG_STATE_HOME'] ?? ''
  if (isAbsolute(xdg)) return join(xdg, 'kiln')
  const home = env['HOME'] ?? ''
  return isAbsolute(home) ? join(home, '.local', 'state', 'kiln') : null
}
