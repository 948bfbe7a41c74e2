import type { ChosenRedis } from '../redis/choose-redis.ts'
import type { StartSettings } from './read-settings.ts'

type Settings = Record<string, string>

export interface ProcessPlan {
  api: Settings
  worker: Settings
  /** null with the real KIE. */
  simulator: Settings | null
  apiUrl: string
  /** What the sample calls the API with; null where no key is asked for. */
  apiKey: string | null
}

/** Keys of the simulator's jobs in a Redis that is not ours: a real ledger there must not meet made-up answers. */
export const SIMULATED_PREFIX = '{kiln-simulated}'

export interface PlanInputs {
  settings: StartSettings
  redis: Pick<ChosenRedis, 'url' | 'kind'>
  apiPort: number
  simulatorPort: number
  /** Where the worker keeps how far it saw the ledger go, unless the user names a folder. */
  stateFolder: string
  /** A fresh secret, used only when the API asks for keys. */
  secret: string
  env: Readonly<Record<string, string | undefined>>
}

/** Which settings each process gets: the user's own, and what makes them fit together here. */
export function planProcesses(inputs: PlanInputs): ProcessPlan {
  const { settings, redis, apiPort } = inputs
  const theirs = settingsOfUser(inputs)
  const apiUrl = `http://${reachableHost(settings.host)}:${apiPort}`
  const simulatorUrl = `http://127.0.0.1:${inputs.simulatorPort}`
  const simulated = settings.kie === 'simulator'
  const shared: Settings = {
    // Ctrl-C is to end everything within two seconds.
    KILN_SHUTDOWN_GRACE: '1s',
    KILN_REDIS_CONTRACT: redis.kind === 'embedded' ? 'unsafe' : 'checked',
    ...theirs,
    ...(simulated ? simulatedKie(simulatorUrl, apiUrl, settings.speed) : {}),
    ...(simulated && redis.kind === 'given' ? { KILN_PREFIX: SIMULATED_PREFIX } : {}),
    REDIS_URL: redis.url,
    HOST: settings.host,
  }
  const keys = shared['KILN_API_KEYS']
  const plan = {
    api: { ...shared, PORT: String(apiPort) },
    worker: { KILN_WORKER_PORT: '0', KILN_STATE_DIR: inputs.stateFolder, ...shared },
    simulator: simulated ? { PORT: String(inputs.simulatorPort), KILN_SPEED: settings.speed } : null,
    apiUrl,
    apiKey: null,
  }
  return keys === undefined ? plan : withKeyOfStart(plan, inputs.secret)
}

/** For an API that asks for keys: one for the sample, beside those of the user. */
export function withKeyOfStart(plan: ProcessPlan, secret: string): ProcessPlan {
  const theirs = plan.api['KILN_API_KEYS']
  const own = `kiln-start:submit+read:${secret}`
  const keys = theirs === undefined ? own : `${theirs},${own}`
  return { ...plan, api: { ...plan.api, KILN_API_KEYS: keys }, apiKey: secret }
}

/** A quieter log would hide the line by which a process says that it is ready. */
const TOO_QUIET = ['warn', 'error', 'fatal', 'silent']

/** Their KIE_ settings concern the real account: on the simulator they are left out. */
function settingsOfUser({ env, settings }: PlanInputs): Settings {
  const passed = settings.kie === 'simulator' ? /^KILN_|^LOG_LEVEL$/ : /^KIE_|^KILN_|^LOG_LEVEL$/
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      passed.test(entry[0]) && entry[0] !== 'KILN_START_ONCE' && (entry[1] ?? '').trim() !== '',
  )
  const theirs = Object.fromEntries(kept)
  if (TOO_QUIET.includes(theirs['LOG_LEVEL'] ?? '')) delete theirs['LOG_LEVEL']
  return theirs
}

function simulatedKie(simulatorUrl: string, apiUrl: string, speed: string): Settings {
  return {
    // The simulator takes any key.
    KIE_AI_API_KEY: 'simulated',
    KIE_BASE_URL: simulatorUrl,
    KIE_UPLOAD_URL: simulatorUrl,
    KIE_CALLBACK_URL: apiUrl,
    KILN_SPEED: speed,
  }
}

/** A host under which this machine reaches what listens on `host`. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
