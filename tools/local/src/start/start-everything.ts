import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { findFreePort, nextFreePort } from '../ports/find-free-port.ts'
import {
  startApi,
  startSimulatorProcess,
  startWorker,
  type KilnProcessOptions,
} from '../processes/kiln-processes.ts'
import { wordsOf } from '../processes/process-end.ts'
import type { RunningProcess } from '../processes/start-process.ts'
import { chooseRedis, type ChosenRedis } from '../redis/choose-redis.ts'
import { asksForKey } from './asks-for-key.ts'
import { openLogFile, type LogFile } from './log-files.ts'
import { planProcesses, withKeyOfStart, type ProcessPlan } from './plan-processes.ts'
import type { StartSettings } from './read-settings.ts'
import type { Shutdown } from './shutdown.ts'

export interface StartedKiln {
  plan: ProcessPlan
  worker: RunningProcess
  /** Whether every call needs an API key. */
  asksForKey: boolean
}

export interface StartContext {
  settings: StartSettings
  env: NodeJS.ProcessEnv
  shutdown: Shutdown
  logFolder: string
  /** For what a worker remembers of a Redis whose data is not kept here. */
  stateFolder: string
  onRedis: (redis: ChosenRedis) => void
  onPlan: (plan: ProcessPlan) => void
  onFault: (message: string) => void
}

const LAST_LINES = 20
/** Together with Redis and the logs, everything is gone within two seconds. */
const WORKERS_GRACE_MS = 1_200
const SIMULATOR_GRACE_MS = 300

/** Redis first; then the simulator, the API and the worker at the same time. */
export async function startEverything(context: StartContext): Promise<StartedKiln> {
  const { settings, shutdown } = context
  const redis = await chooseRedis(context.env)
  shutdown.add('services', () => redis.stop())
  void reportDeath(context, 'Redis', redis.died)
  context.onRedis(redis)

  const secret = randomBytes(24).toString('hex')
  const plan = planProcesses({
    settings,
    redis,
    env: context.env,
    apiPort: await nextFreePort(settings.port, settings.host),
    simulatorPort: await findFreePort(),
    stateFolder: redis.dir === null ? context.stateFolder : join(redis.dir, 'kiln-state'),
    secret,
  })
  context.onPlan(plan)
  const [worker, api] = await Promise.all([
    launch(context, plan, 'worker', startWorker, plan.worker),
    launch(context, plan, 'api', startApi, plan.api),
    plan.simulator && launch(context, plan, 'simulator', startSimulatorProcess, plan.simulator),
  ])
  const isAsked = await asksForKey(plan.apiUrl, shutdown.signal)
  const known = { worker: worker.running, asksForKey: isAsked }
  if (!isAsked || plan.apiKey !== null || plan.simulator === null) return { ...known, plan }
  const keyed = withKeyOfStart(plan, secret)
  await api.retire()
  await launch(context, keyed, 'api', startApi, keyed.api)
  return { ...known, plan: keyed }
}

interface Launched {
  running: RunningProcess
  /** Ends it without its end being a fault. */
  retire(): Promise<void>
}

async function launch(
  context: StartContext,
  plan: ProcessPlan,
  name: string,
  start: (options: KilnProcessOptions) => Promise<RunningProcess>,
  env: Record<string, string>,
): Promise<Launched> {
  const { shutdown } = context
  const log = openLogFile(context.logFolder, name, Number(new URL(plan.apiUrl).port))
  shutdown.add('logs', () => log.close())
  const starting = start({ env, onLine: (line) => log.write(line), giveUp: shutdown.signal })
  const simulator = name === 'simulator'
  shutdown.add(simulator ? 'services' : 'workers', async () => {
    const running = await starting
    await running.stop('SIGTERM', simulator ? SIMULATOR_GRACE_MS : WORKERS_GRACE_MS)
  })
  const running = await starting
  let isRetired = false
  const died = lastWordsOf(running, log).then((words) => (isRetired ? new Promise<never>(() => {}) : words))
  void reportDeath(context, name, died)
  const retire = async () => {
    isRetired = true
    await running.stop('SIGTERM', WORKERS_GRACE_MS)
  }
  return { running, retire }
}

async function lastWordsOf(running: RunningProcess, log: LogFile): Promise<string> {
  const end = await running.exited
  return `${wordsOf(end)}\n${running.output()}\nIts whole log: ${log.path}`
}

async function reportDeath({ shutdown, onFault }: StartContext, name: string, died: Promise<string>) {
  const [how, ...lines] = (await died).split('\n')
  if (shutdown.signal.aborted) return
  onFault([`${name} ended by itself, ${how}`, ...lines.slice(-LAST_LINES)].join('\n'))
}
