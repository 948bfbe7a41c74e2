import { EVERYTHING_TWICE } from '@kiln/fail-points'
import { Redis } from 'ioredis'
import {
  makeTemporaryFolder,
  REPOSITORY_ROOT,
  startApi,
  startSimulatorProcess,
  startWorker,
  type ReachableProcess,
  type RunningProcess,
} from '@kiln/local'
import { startRedis } from './redis.ts'
import type { StackRedis } from './stack-redis.ts'
import type { BehaviourRule, Books, FaultChanges } from '@kiln/simulator'

export interface StackOptions {
  /** One that is given is left running at the end. */
  redis?: 'real' | 'embedded' | StackRedis
  workers?: number
  /** Further settings of the API and the workers. */
  env?: Record<string, string>
  simulatorEnv?: Record<string, string>
  /** Whether KIE is told where to call back. */
  callbacks?: boolean
  /** Starts what was built as it ships, file by file, where other stacks start bundles. */
  asShipped?: boolean
}

export interface Stack {
  redis: StackRedis
  /** A connection of the test's own. */
  db: Redis
  api: ReachableProcess
  workers: RunningProcess[]
  simulatorUrl: string
  /** The same KIE behind a certificate that nobody trusts. */
  simulatorHttpsUrl: string
  /** With these settings on top of everybody's. */
  startWorker(env?: Record<string, string>): Promise<RunningProcess>
  /** Another API in the place of one that has ended, at its address, where KIE calls back. */
  startApi(env?: Record<string, string>): Promise<void>
  /** One more API beside it. */
  addApi(): Promise<ReachableProcess>
  books(): Promise<Books>
  setBehaviours(rules: BehaviourRule[]): Promise<void>
  setFaults(faults: FaultChanges): Promise<void>
  /** Everything that the API and the workers wrote. */
  output(): string
  stop(): Promise<void>
}

/** Twenty times as fast as the world: an image takes about two seconds, a lost answer two. */
const SPEED = 20

/** kiln as it is run: an API, workers, a Redis and a KIE, each a process of its own. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const lines: string[] = []
  const onLine = (line: string) => void lines.push(line)
  const from = options.asShipped === true ? { root: REPOSITORY_ROOT } : {}
  const given = typeof options.redis === 'object' ? options.redis : null
  const redis = given ?? (await startRedis((options.redis as 'real' | 'embedded' | undefined) ?? 'auto'))
  const simulator = await startSimulatorProcess({
    ...from,
    env: { PORT: '0', SIMULATOR_HTTPS_PORT: '0', KILN_SPEED: String(SPEED), ...options.simulatorEnv },
  })
  const stateFolder = await makeTemporaryFolder('kiln-state-')
  const shared = {
    REDIS_URL: redis.url,
    KIE_BASE_URL: simulator.url,
    KIE_AI_API_KEY: 'the-key-of-the-end-to-end-test',
    KILN_SPEED: String(SPEED),
    KILN_STATE_DIR: stateFolder.path,
    ...(process.env['E2E_TWICE'] === '1' && { KILN_FAIL_POINTS: EVERYTHING_TWICE }),
    KILN_REDIS_CONTRACT: redis.kind === 'embedded' ? 'unsafe' : 'checked',
    ...options.env,
  }
  const api = await startApi({ ...from, env: { PORT: '0', ...shared }, onLine })
  const callback: Record<string, string> = options.callbacks === false ? {} : { KIE_CALLBACK_URL: api.url }
  const workers: RunningProcess[] = []
  const furtherApis: ReachableProcess[] = []
  const addWorker = async (own: Record<string, string> = {}) => {
    const worker = await startWorker({ ...from, env: { ...shared, ...callback, ...own }, onLine })
    workers.push(worker)
    return worker
  }
  await Promise.all(Array.from({ length: options.workers ?? 1 }, () => addWorker()))
  // Else its end would wait two seconds for a Redis that a test has ended before.
  const db = new Redis(redis.directUrl, { disconnectTimeout: 0 })
  db.on('error', () => undefined)

  const control = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${simulator.url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`)
  }
  const stack: Stack = {
    redis,
    db,
    api,
    workers,
    simulatorUrl: simulator.url,
    simulatorHttpsUrl: (JSON.parse(simulator.output()) as { https: string }).https,
    startWorker: addWorker,
    async startApi(own = {}) {
      stack.api = await startApi({ ...from, env: { ...shared, PORT: new URL(api.url).port, ...own }, onLine })
    },
    async addApi() {
      const further = await startApi({ ...from, env: { ...shared, PORT: '0' }, onLine })
      furtherApis.push(further)
      return further
    },
    books: async () => (await (await fetch(`${simulator.url}/_sim/books`)).json()) as Books,
    setBehaviours: (rules) => control('POST', 'behaviours', rules),
    setFaults: (faults) => control('PUT', 'faults', faults),
    output: () => lines.join('\n'),
    async stop() {
      db.disconnect()
      await Promise.all([...workers, ...furtherApis, stack.api].map((each) => each.stop()))
      await simulator.stop()
      if (given === null) await redis.stop()
      await stateFolder.remove()
    },
  }
  return stack
}
