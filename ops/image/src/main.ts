import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeTemporaryFolder } from '@kiln/local'
import { askApi } from './api-caller.ts'
import { runBuildStage } from './build-images.ts'
import { readEnvFile } from './files/compose.ts'
import { parseDockerfile } from './files/dockerfile.ts'
import { openInstallation, startOrder, type Installation } from './installation.ts'
import { ACTS } from './proof.ts'
import { THIS_MACHINE, whatIsMissing } from './what-is-missing.ts'

const USAGE = `Proves Dockerfile and docker-compose.yml without a Docker engine: pnpm image

Runs the build's own commands, then every service with the command, settings, volumes and user that the
files give it, in a root of its own that it cannot write.
`

const REPOSITORY = resolve(import.meta.dirname, '../../..')

const tell = (line: string) => void process.stdout.write(`${line}\n`)
const since = (startedMs: number) => `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`

async function prove(): Promise<string[]> {
  const folder = await makeTemporaryFolder('kiln-image-')
  const built = join(folder.path, 'build')
  const stages = parseDockerfile(await readFile(join(REPOSITORY, 'Dockerfile'), 'utf8'))
  const [buildStage] = stages
  if (buildStage?.name !== 'build') throw new Error('the first stage of the Dockerfile must be build')
  tell('building')
  await runBuildStage(buildStage, { repository: REPOSITORY, root: built, tell })
  const written = execFileSync('sh', [join(REPOSITORY, 'ops/deploy/new-env.sh'), '-'], { encoding: 'utf8' })
  const env = readEnvFile(written)
  const at = { repository: REPOSITORY, built, stages, folder: folder.path }
  const installation = await openInstallation(at, env)
  try {
    return await runActs(installation, env)
  } catch (error) {
    tell(installation.output())
    throw error
  } finally {
    await installation.end()
    await folder.remove()
  }
}

async function runActs(installation: Installation, env: Record<string, string>): Promise<string[]> {
  const order = startOrder(installation.services)
  for (const name of order) {
    const startedMs = performance.now()
    await installation.start(name)
    tell(`${name} is healthy  ${since(startedMs)}`)
  }
  const urls = [installation.url('api', 3000), installation.url('simulator', 4010)] as const
  const api = askApi(...urls, env['KILN_API_SECRET'] ?? '')
  const faults: string[] = []
  for (const [name, act] of ACTS) {
    const startedMs = performance.now()
    const found = await act({ installation, env, tell }, api)
    tell(`${found.length === 0 ? 'ok' : 'FAULT'}: ${name}  ${since(startedMs)}`)
    faults.push(...found)
  }
  for (const name of order.toReversed()) faults.push(...(await installation.stop(name)))
  if (faults.length > 0) tell(installation.output())
  return faults
}

const missing = process.argv.length > 2 ? [] : whatIsMissing(THIS_MACHINE)
if (process.argv.length > 2 || missing.length > 0) {
  process.stderr.write([USAGE, ...missing.map((each) => `It cannot here: ${each}\n`)].join(''))
  process.exitCode = 2
} else {
  const startedMs = performance.now()
  const faults = await prove()
  for (const fault of faults) tell(`FAULT: ${fault}`)
  tell(`${faults.length === 0 ? 'proved' : `${faults.length} faults`} in ${since(startedMs)}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
