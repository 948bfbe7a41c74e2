import { resolve } from 'node:path'
import { REPOSITORY_ROOT } from '../repository-root.ts'

/** What the tests start again and again, and the name of the one file that it becomes for them. */
export const BUNDLED: ReadonlyMap<string, string> = new Map([
  ['apps/api/src/main.ts', 'api'],
  ['apps/worker/src/main.ts', 'worker'],
  ['apps/cli/src/main.ts', 'cli'],
  ['packages/simulator/src/main.ts', 'simulator'],
])

export const BUNDLE_FOLDER = resolve(REPOSITORY_ROOT, 'node_modules/.cache/kiln-programs')

export const bundleFile = (name: string) => resolve(BUNDLE_FOLDER, `${name}.mjs`)
