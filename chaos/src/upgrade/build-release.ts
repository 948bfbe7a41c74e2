import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { makeTemporaryFolder, REPOSITORY_ROOT } from '@kiln/local'

export interface BuiltRelease {
  /** The commit, in short. */
  name: string
  root: string
  remove: () => Promise<void>
}

/** A release as it stood in git, installed from the packages at hand where it can be, and built. */
export async function buildRelease(revision: string): Promise<BuiltRelease> {
  const name = await run('git', ['rev-parse', '--short', '--verify', `${revision}^{commit}`], REPOSITORY_ROOT)
  const folder = await makeTemporaryFolder('kiln-release-')
  try {
    await run('sh', ['-c', 'git archive "$1" | tar -x -C "$2"', 'sh', name, folder.path], REPOSITORY_ROOT)
    // As the release itself says, whatever runs this.
    const pnpm = await packageManagerOf(folder.path)
    await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline'], folder.path)
    const tsc = 'node_modules/typescript/bin/tsc'
    await run(process.execPath, [tsc, '-b', 'apps/api', 'apps/worker'], folder.path)
    return { name, root: `${folder.path}/`, remove: folder.remove }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

/** null where nothing was tagged yet. */
export function newestTag(): Promise<string | null> {
  return run('git', ['describe', '--tags', '--abbrev=0'], REPOSITORY_ROOT).catch(() => null)
}

const packageManagerOf = (root: string) =>
  run(process.execPath, ['-p', 'require("./package.json").packageManager'], root)

/** What it wrote to standard output; throws everything it wrote when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  let all = ''
  child.stdout.on('data', (bytes: Buffer) => {
    told += bytes.toString()
    all += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => (all += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} in ${cwd} failed:\n${all}`)
  return told.trim()
}
