import { execFile } from 'node:child_process'
import { cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { readEnv, type Instruction, type Stage } from './files/dockerfile.ts'
import { readIgnore } from './files/ignore.ts'

const run = promisify(execFile)

/** The commands of a build are long, and their output longer when one fails. */
const OUTPUT_BYTES = 64 * 1_024 * 1_024

interface Build {
  repository: string
  /** Takes the place of the root of the build's container. */
  root: string
  /** What the build may copy from the repository. */
  files: readonly string[]
  workdir: string
  env: Record<string, string>
  tell: (line: string) => void
}

/**
 * Runs the build stage's own instructions in `root`. The paths that begin with /out or the working
 * folder are those below `root`; a global installation goes there too.
 */
export async function runBuildStage(
  stage: Stage,
  at: Pick<Build, 'repository' | 'root' | 'tell'>,
): Promise<void> {
  const prefix = join(at.root, 'global')
  const build: Build = {
    ...at,
    files: await contextOf(at.repository),
    workdir: at.root,
    env: {
      ...inherited(),
      PATH: `${prefix}/bin:${process.env['PATH'] ?? ''}`,
      npm_config_prefix: prefix,
    },
  }
  await mkdir(join(at.root, 'out'), { recursive: true })
  for (const instruction of stage.instructions) await follow(build, instruction)
}

const OF_THE_PROOF = /^(?:npm_|pnpm_|PNPM_|NODE_PATH|KIE_|KILN_|REDIS_)/

/** How this machine reaches a registry, without what the pnpm that runs the proof told its children. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !OF_THE_PROOF.test(entry[0]),
  )
  return Object.fromEntries(entries)
}

async function follow(build: Build, { verb, rest }: Instruction): Promise<void> {
  const startedMs = performance.now()
  if (verb === 'ENV') Object.assign(build.env, readEnv(rest))
  else if (verb === 'WORKDIR') build.workdir = await madeFolder(join(build.root, rest))
  else if (verb === 'COPY') await copy(build, rest.split(/\s+/).slice(0, -1))
  else if (verb === 'RUN') await runShell(build, rest)
  else throw new Error(`the proof cannot follow ${verb}`)
  build.tell(`  ${verb} ${rest}  ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
}

async function madeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  return path
}

async function copy(build: Build, sources: readonly string[]): Promise<void> {
  const wanted = (path: string) => sources.includes('.') || sources.includes(path)
  for (const path of build.files.filter(wanted)) {
    await mkdir(dirname(join(build.workdir, path)), { recursive: true })
    await cp(join(build.repository, path), join(build.workdir, path))
  }
}

async function runShell({ workdir, root, env }: Build, line: string): Promise<void> {
  const command = line.replaceAll(/(?<=\s)\/out(?=\/)/g, join(root, 'out'))
  await run('sh', ['-c', command], { cwd: workdir, env, maxBuffer: OUTPUT_BYTES }).catch(
    ({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }) => {
      throw new Error(`RUN ${line} failed:\n${stdout}\n${stderr}`)
    },
  )
}

/** What git knows or would take, less what .dockerignore keeps out. */
async function contextOf(repository: string): Promise<string[]> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const { stdout } = await run('git', list, { cwd: repository, maxBuffer: OUTPUT_BYTES })
  const isIn = readIgnore(await readFile(join(repository, '.dockerignore'), 'utf8'))
  return stdout.split('\n').filter((path) => path !== '' && isIn(path))
}
