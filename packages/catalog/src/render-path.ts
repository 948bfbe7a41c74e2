import { MAX_ECHO_CHARACTERS } from './limits.ts'
import type { Path } from './fault.ts'

/** "input.dialogue[0].text". Names are the caller's, so they are cut. */
export function renderPath(path: Path): string {
  return path.reduce<string>(
    (written, step) =>
      typeof step === 'number' ? `${written}[${step}]` : `${written}.${step.slice(0, MAX_ECHO_CHARACTERS)}`,
    'input',
  )
}
