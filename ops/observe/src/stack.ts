import {
  findFreePort,
  makeTemporaryFolder,
  shiftedClock,
  startApi,
  startPrivateRedis,
  startSimulatorProcess,
  startWorker,
  type PrivateRedis,
  type RunningProcess,
} from '@kiln/local'
import type { BehaviourRule, Books, FaultChanges } from '@kiln/simulator'
import { Redis } from 'ioredis'
import { askPrometheus, type Prometheus } from './prometheus/ask.ts'
import type { Thresholds } from './prometheus/scale-rules.ts'
import { openSlowLine, type SlowLine } from './slow-line.ts'
import { startPrometheus } from './prometheus/server.ts'

/** How much faster kiln and KIE run than in the world. */
const SPEED = 20

/** How much faster the rules look: a minute of theirs is a second. */
const RULES_SPEED = 60

/** Times of the world in the rules; the run has no patience for them. */
const THRESHOLDS: Thresholds = {
  KilnVerdictsLate: { written: '> 60', scaled: '> 1' },
  KilnCallbacksSilent: { written: '> 900', scaled: '> 15' },
  KilnRedisSlow: { written: '> 0.25', scaled: '> 0.05' },
}

/** One worker's clock is as far off as an alert wants to know. */
const CLOCK_OFF_S = 9

export interface Stack {
  redis: PrivateRedis
  /** Between the API and Redis; workers have one of their own. */
  lineToRedis: SlowLine
  /** A connection of the proof's own. */
  db: Redis
  apiUrl: string
  prometheus: Prometheus
  workers: RunningProcess[]
  startApi(): Promise<void>
  startWorkers(): Promise<void>
  setFaults(faults: FaultChanges): Promise<void>
  setBehaviours(rules: BehaviourRule[]): Promise<void>
  books(): Promise<Books>
  /** Ends whatever still runs, the last one first. */
  end(): Promise<void>
}

/** Redis, KIE and Prometheus; API and workers when they are told to. */
export async function startStack(): Promise<Stack> {
  const closers: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  }
  try {
    return { ...(await open((close) => closers.push(close))), end }
  } catch (error) {
    await end()
    throw error
  }
}

async function open(onEnd: (close: () => Promise<unknown>) => void): Promise<Omit<Stack, 'end'>> {
  const redis = await startPrivateRedis({ kind: 'real' })
  onEnd(() => redis.stop())
  const db = new Redis(redis.url, { disconnectTimeout: 0 })
  db.on('error', () => undefined)
  onEnd(() => Promise.resolve(db.disconnect()))
  const lineToRedis = await openSlowLine(Number(new URL(redis.url).port))
  onEnd(() => lineToRedis.close())
  const simulator = await startSimulatorProcess({ env: { PORT: '0', KILN_SPEED: String(SPEED) } })
  onEnd(() => simulator.stop('SIGKILL'))
  const state = await makeTemporaryFolder('kiln-observe-')
  onEnd(() => state.remove())

  const ports = [await findFreePort(), await findFreePort(), await findFreePort()] as const
  const [apiPort, ...workerPorts] = ports.map(String) as [string, string, string]
  const server = await startPrometheus({
    targets: [
      { job: 'kiln-api', addresses: [`127.0.0.1:${apiPort}`] },
      { job: 'kiln-worker', addresses: workerPorts.map((port) => `127.0.0.1:${port}`) },
    ],
    rulesSpeed: RULES_SPEED,
    thresholds: THRESHOLDS,
  })
  onEnd(() => server.stop())

  const apiUrl = `http://127.0.0.1:${apiPort}`
  const settings = settingsOf({ redis: redis.url, kie: simulator.url, apiUrl, state: state.path })
  const overLine = `redis://127.0.0.1:${lineToRedis.port}`
  const workers: RunningProcess[] = []
  return {
    redis,
    lineToRedis,
    db,
    apiUrl,
    prometheus: askPrometheus(server.url),
    workers,
    async startApi() {
      const api = await startApi({ env: { ...settings, REDIS_URL: overLine, PORT: apiPort } })
      onEnd(() => api.stop())
    },
    async startWorkers() {
      const clocks = [{}, await shiftedClock(CLOCK_OFF_S)]
      for (const [i, port] of workerPorts.entries()) {
        const worker = await startWorker({ env: { ...settings, ...clocks[i], KILN_WORKER_PORT: port } })
        onEnd(() => worker.stop())
        workers.push(worker)
      }
    },
    ...controlsOf(simulator.url),
  }
}

function settingsOf(at: {
  redis: string
  kie: string
  apiUrl: string
  state: string
}): Record<string, string> {
  return {
    REDIS_URL: at.redis,
    KIE_BASE_URL: at.kie,
    KIE_AI_API_KEY: 'the-key-of-the-proof',
    KIE_CALLBACK_URL: at.apiUrl,
    KILN_SPEED: String(SPEED),
    KILN_STATE_DIR: at.state,
    KILN_UNCONFIRMED_HORIZON: '60s',
    KILN_CREDIT_PROBE: '20s',
    KILN_BUDGET_PER_DAY: '*=100000',
  }
}

function controlsOf(simulatorUrl: string): Pick<Stack, 'setFaults' | 'setBehaviours' | 'books'> {
  async function call(path: string, method = 'GET', body?: unknown): Promise<unknown> {
    const response = await fetch(`${simulatorUrl}/_sim/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`)
    return response.json()
  }
  return {
    setFaults: async (faults) => void (await call('faults', 'PUT', faults)),
    setBehaviours: async (rules) => void (await call('behaviours', 'POST', rules)),
    books: async () => (await call('books')) as Books,
  }
}
