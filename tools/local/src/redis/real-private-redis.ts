import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../ports/find-free-port.ts'
import { forget, watch } from '../processes/guardian.ts'
import { ProcessNotReadyError, startProcess, type RunningProcess } from '../processes/start-process.ts'
import { createMovedClock } from './faults/moved-clock.ts'
import { preparePowerCuts, type PowerCuts } from './faults/power-cuts.ts'
import { faultsOf } from './faults/redis-faults.ts'
import { pingRedis } from './ping-redis.ts'
import type { PrivateRedis, PrivateRedisOptions } from './private-redis.ts'
import type { RedisBinary } from './redis-binary.ts'
import { controlsOf } from './server-controls.ts'

const PORT_TRIES = 5
const READY_WITHIN_MS = 10_000

export async function startReal(
  binary: RedisBinary,
  options: PrivateRedisOptions,
  findPort: () => Promise<number> = findFreePort,
): Promise<PrivateRedis> {
  const ownDir = options.dir === undefined
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'kiln-redis-')))
  if (ownDir) watch(`folder:${dir}`)
  const removeOwnDir = async () => {
    if (!ownDir) return
    await rm(dir, { recursive: true, force: true })
    forget(`folder:${dir}`)
  }
  let powerCuts: PowerCuts | null = null
  try {
    powerCuts = options.powerCuts === undefined ? null : await preparePowerCuts(dir, options.powerCuts)
    const setup = { binary, directives: directivesOf(dir, options), env: powerCuts?.env ?? {} }
    const { port, server } = await startOnFreePort(setup, findPort)
    const url = `redis://127.0.0.1:${port}`
    const version = await versionAt(url)
    const keeps = ownDir ? 'removed at the end' : 'kept'
    const describe = `${binary.kind} ${version}, a private one at ${url}; its data is in ${dir} (${keeps})`
    const clock = createMovedClock()
    const controls = controlsOf(server, () =>
      startServer({ ...setup, env: clock.environment(setup.env) }, port),
    )
    const { faults, remove } = faultsOf({ url, dir, powerCuts, clock, controls })
    const stop = async () => {
      // Nothing to save where the folder goes too.
      await controls.kill(ownDir ? 'SIGKILL' : 'SIGTERM')
      await remove()
      await removeOwnDir()
    }
    // Assigned onto the controls, not spread: their pid is a getter.
    return Object.assign(controls, faults, { url, kind: binary.kind, describe, dir, stop })
  } catch (error) {
    await powerCuts?.remove()
    await removeOwnDir()
    throw error
  }
}

interface ServerSetup {
  binary: RedisBinary
  directives: readonly string[]
  env: Record<string, string>
}

function directivesOf(dir: string, options: PrivateRedisOptions): string[] {
  const directives: Record<string, string> = {
    bind: '127.0.0.1',
    dir,
    appendonly: 'yes',
    appendfsync: options.appendFsync ?? 'always',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...options.directives,
  }
  return Object.entries(directives).flatMap(([name, value]) => [`--${name}`, value])
}

/** Between finding a port and listening on it, somebody else may take it: then the next one. */
async function startOnFreePort(
  setup: ServerSetup,
  findPort: () => Promise<number>,
): Promise<{ port: number; server: RunningProcess }> {
  for (let tried = 1; ; tried++) {
    const port = await findPort()
    try {
      return { port, server: await startServer(setup, port) }
    } catch (error) {
      if (tried === PORT_TRIES || !portWasTaken(error)) throw error
    }
  }
}

function portWasTaken(error: unknown): boolean {
  return error instanceof ProcessNotReadyError && /address already in use/i.test(error.output)
}

function startServer({ binary, directives, env }: ServerSetup, port: number): Promise<RunningProcess> {
  return startProcess({
    name: binary.kind,
    command: binary.path,
    args: ['--port', String(port), ...directives],
    env: { LC_ALL: 'C', ...env },
    // Its own words, not a PING: whoever took the port before it would answer a PING too.
    readyWhen: { line: (line) => (line.includes('Ready to accept connections') ? {} : null) },
    readyWithinMs: READY_WITHIN_MS,
  })
}

async function versionAt(url: string): Promise<string> {
  const answer = await pingRedis(url)
  if (!answer.ok) throw new Error(`The private Redis at ${url} does not answer: ${answer.cause}`)
  return answer.version
}
