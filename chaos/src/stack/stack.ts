import { randomBytes } from 'node:crypto'
import {
  findFreePort,
  makeTemporaryFolder,
  startApi,
  startPrivateRedis,
  startWorker,
  type PrivateRedis,
  type PrivateRedisOptions,
} from '@kiln/local'
import type { FaultChanges } from '@kiln/simulator'
import { Redis } from 'ioredis'
import { keepAlive, type KeptProcess } from './kept-process.ts'
import type { Lives } from './lives.ts'
import { startSimulation, type Simulation } from './simulation.ts'
import { STOP_MS } from './speed.ts'

export const PREFIX = '{kiln}'

export interface StackPlan {
  seed: number
  speed: number
  callbacks: boolean
  /** Names of API keys; the jobs of each stand in a lane of their own. */
  callers: readonly string[]
  api: Lives
  workers: Lives
  /** Steps that every process runs twice at once, as KILN_FAIL_POINTS says them. */
  repeat: string
  faults: FaultChanges
  env: Record<string, string>
  /** What each worker has in its environment alone; there are as many workers. */
  workerEnvs: readonly Record<string, string>[]
  redis: Pick<PrivateRedisOptions, 'powerCuts' | 'appendFsync'>
  /** Where the release stands that the next life of a process is of; this one's by default. */
  rootOf?: (process: string) => string
}

interface TimedLine {
  process: string
  /** On the harness' monotonic clock. */
  atMs: number
  text: string
}

interface Keys {
  kie: string
  hmac: string
  /** The secret of each caller. */
  api: ReadonlyMap<string, string>
}

export interface Stack {
  redis: PrivateRedis
  /** A connection of the harness' own. */
  db: Redis
  apiUrl: string
  keys: Keys
  speed: number
  /** What further lives of the workers are started with; a change shows in those that begin after it. */
  settings: Record<string, string>
  simulation: Simulation
  /** Everything that the API and the workers wrote. */
  lines: readonly TimedLine[]
  api: KeptProcess
  workers: readonly KeptProcess[]
  /** Ends whatever still runs. */
  end(): Promise<void>
}

/** kiln as it is run: an API, two workers, a Redis that syncs every write and a KIE with its books. */
export async function startStack(plan: StackPlan): Promise<Stack> {
  const closers: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  }
  try {
    return { ...(await open(plan, (close) => closers.push(close))), end }
  } catch (error) {
    await end()
    throw error
  }
}

type OnEnd = (close: () => Promise<unknown>) => void

async function open(plan: StackPlan, onEnd: OnEnd): Promise<Omit<Stack, 'end'>> {
  const keys = {
    kie: canary('kie'),
    hmac: canary('hmac'),
    api: new Map(plan.callers.map((name) => [name, canary(`api-${name}`)])),
  }
  const redis = await startPrivateRedis({ kind: 'real', ...plan.redis })
  onEnd(() => redis.stop())
  const db = connectTo(redis, onEnd)
  const simulation = await startSimulation({ ...plan, hmacKey: keys.hmac })
  onEnd(() => simulation.stop())

  const port = await findFreePort()
  const apiUrl = `http://127.0.0.1:${port}`
  const settings: Record<string, string> = {
    ...settingsOf(plan, keys, apiUrl),
    REDIS_URL: redis.url,
    KIE_BASE_URL: simulation.url,
    KILN_STATE_DIR: await stateFolder(onEnd),
    ...plan.env,
  }
  const lines: TimedLine[] = []
  const keep = keeper(plan, settings, lines, onEnd)
  const api = await keep('api', plan.api, startApi, { PORT: String(port) })
  const workers = await Promise.all(
    plan.workerEnvs.map((own, i) => keep(`worker ${i + 1}`, plan.workers, startWorker, own)),
  )
  const { speed } = plan
  return { redis, db, apiUrl, keys, speed, settings, simulation, lines, api, workers }
}

function connectTo(redis: PrivateRedis, onEnd: OnEnd): Redis {
  const db = new Redis(redis.url, { disconnectTimeout: 0 })
  db.on('error', () => undefined)
  onEnd(() => Promise.resolve(db.disconnect()))
  return db
}

async function stateFolder(onEnd: OnEnd): Promise<string> {
  const folder = await makeTemporaryFolder('kiln-chaos-state-')
  onEnd(folder.remove)
  return folder.path
}

/** Keeps a process alive in one environment, and everything it writes. */
function keeper(plan: StackPlan, settings: Record<string, string>, lines: TimedLine[], onEnd: OnEnd) {
  return async (name: string, lives: Lives, start: typeof startWorker, own: Record<string, string>) => {
    const kept = await keepAlive({
      name,
      lives,
      stopMs: STOP_MS,
      start: (failPoints, onLine) =>
        start({
          ...(plan.rootOf && { root: plan.rootOf(name) }),
          env: { ...settings, ...own, KILN_FAIL_POINTS: [failPoints, plan.repeat].filter(Boolean).join(',') },
          onLine: (text) => {
            lines.push({ process: name, atMs: performance.now(), text })
            onLine(text)
          },
        }),
    })
    onEnd(() => kept.stop())
    return kept
  }
}

const canary = (name: string) => `canary-${name}-${randomBytes(12).toString('hex')}`

function settingsOf(plan: StackPlan, keys: Keys, apiUrl: string): Record<string, string> {
  return {
    KIE_AI_API_KEY: keys.kie,
    KILN_API_KEYS: [...keys.api].map(([name, secret]) => `${name}:submit+read+operate:${secret}`).join(','),
    KIE_WEBHOOK_HMAC_KEY: keys.hmac,
    ...(plan.callbacks && { KIE_CALLBACK_URL: apiUrl }),
    KILN_SPEED: String(plan.speed),
    // Short, so that a run need not wait for it; longer than any task of the load.
    KILN_UNCONFIRMED_HORIZON: '90s',
    KILN_POLL_LIMIT: '10/1s',
    KILN_SHUTDOWN_GRACE: '5s',
  }
}
