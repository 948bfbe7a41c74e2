import type { PlannedFault } from '@kiln/fail-points'
import { checkTogether, warnTogether } from './check-together.ts'
import type { AmountsByKey } from './kinds/amounts.ts'
import type { ApiKey } from './kinds/api-keys.ts'
import type { Rate } from './kinds/rate.ts'
import { readVariables, type Environment, type Fault, type Values } from './read-variables.ts'
import { serversOf, type RedisServers } from './redis-servers.ts'
import { findStateFolder } from './state-folder.ts'
import { warnUnknown } from './warn-unknown.ts'

/** What both processes know. Durations and windows are divided by `speed` already. */
interface SharedConfig {
  readonly redis: {
    readonly servers: RedisServers
    readonly contract: 'checked' | 'declared' | 'unsafe'
    readonly prefix: string
  }
  readonly submit: {
    readonly limit: Rate
    readonly weights: AmountsByKey
    /** Credits a day; `*` is every key that is not named. */
    readonly budgets: AmountsByKey
    /** Jobs that may be queued; `*` is every key that is not named. */
    readonly queuePerKey: AmountsByKey
  }
  readonly poll: { readonly limit: Rate }
  readonly timing: {
    readonly createTimeoutMs: number
    readonly pollDeadlineMs: number
    readonly unconfirmedHorizonMs: number
    readonly creditProbeMs: number
  }
  readonly speed: number
  /** Real time, whatever the speed. */
  readonly shutdownGraceMs: number
  /** Empty outside of tests: what this process does to itself, and where. */
  readonly failPoints: readonly PlannedFault[]
}

interface KieConfig {
  readonly baseUrl: string
  /** Without a final slash; null means polling only. */
  readonly callbackUrl: string | null
}

type LogLevel = Values<'api'>['LOG_LEVEL']

export interface ApiConfig extends SharedConfig {
  readonly kie: KieConfig & {
    readonly apiKey: string | null
    readonly uploadUrl: string
    /** A callback signed by any of them is believed; none: signatures are not checked. */
    readonly webhookHmacKeys: readonly string[]
  }
  readonly http: { readonly host: string; readonly port: number }
  /** Empty: no Authorization is asked for. */
  readonly apiKeys: readonly ApiKey[]
  readonly defaultRetries: number
  /** Batches that a key may be sending to this process at a time. */
  readonly uploadsPerKey: number
  readonly log: { readonly level: LogLevel; readonly prompts: boolean }
}

export interface WorkerConfig extends SharedConfig {
  readonly redis: SharedConfig['redis'] & {
    /** How many must hold an intent, whether or not they are connected. */
    readonly replicas: number
  }
  readonly kie: KieConfig & { readonly apiKey: string }
  readonly submit: SharedConfig['submit'] & { readonly concurrency: number }
  /** A null port means that none is opened. */
  readonly health: { readonly host: string; readonly port: number | null }
  /** null: no place is named, so memory alone remembers. */
  readonly stateFolder: string | null
  readonly log: { readonly level: LogLevel }
}

/** What the command line knows of KIE; most commands ask for none of it. */
export interface CliConfig {
  readonly kie: KieConfig & { readonly apiKey: string | null }
}

export type ConfigReading<C> = { ok: true; config: C; warnings: Fault[] } | { ok: false; faults: Fault[] }

export function readApiConfig(env: Environment): ConfigReading<ApiConfig> {
  return readConfig('api', env, (values) => ({
    ...sharedOf(values),
    kie: {
      baseUrl: values.KIE_BASE_URL,
      callbackUrl: values.KIE_CALLBACK_URL,
      apiKey: values.KIE_AI_API_KEY,
      uploadUrl: values.KIE_UPLOAD_URL,
      webhookHmacKeys: values.KIE_WEBHOOK_HMAC_KEY ?? [],
    },
    http: { host: values.HOST, port: values.PORT },
    apiKeys: values.KILN_API_KEYS ?? [],
    defaultRetries: values.KILN_DEFAULT_RETRIES,
    uploadsPerKey: values.KILN_UPLOADS_PER_KEY,
    log: { level: values.LOG_LEVEL, prompts: values.KILN_LOG_PROMPTS },
  }))
}

export function readWorkerConfig(env: Environment): ConfigReading<WorkerConfig> {
  return readConfig('worker', env, (values) => {
    const shared = sharedOf(values)
    return {
      ...shared,
      redis: { ...shared.redis, replicas: values.KILN_REDIS_REPLICAS },
      kie: {
        baseUrl: values.KIE_BASE_URL,
        callbackUrl: values.KIE_CALLBACK_URL,
        apiKey: values.KIE_AI_API_KEY,
      },
      submit: { ...shared.submit, concurrency: values.KILN_SUBMIT_CONCURRENCY },
      health: { host: values.HOST, port: values.KILN_WORKER_PORT },
      stateFolder: values.KILN_STATE_DIR ?? findStateFolder(env),
      log: { level: values.LOG_LEVEL },
    }
  })
}

export function readCliConfig(env: Environment): ConfigReading<CliConfig> {
  const { values, faults } = readVariables('cli', env)
  const {
    KIE_BASE_URL: baseUrl,
    KIE_AI_API_KEY: apiKey = null,
    KIE_CALLBACK_URL: callbackUrl = null,
  } = values
  if (baseUrl === undefined || faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    config: deepFreeze({ kie: { baseUrl, callbackUrl, apiKey } }),
    warnings: warnTogether(values),
  }
}

function readConfig<P extends 'api' | 'worker', C extends object>(
  process: P,
  env: Environment,
  build: (values: Values<P>) => C,
): ConfigReading<C> {
  const { values, faults } = readVariables(process, env)
  const all = [...faults, ...checkTogether(values)]
  if (all.length > 0) return { ok: false, faults: all }
  // Without a fault no value of this process is missing.
  const warnings = [...warnTogether(values), ...warnUnknown(env)]
  return { ok: true, config: deepFreeze(build(values as Values<P>)), warnings }
}

function sharedOf(values: Values<'api'> | Values<'worker'>): SharedConfig {
  const speed = values.KILN_SPEED
  const scaled = (ms: number) => Math.max(1, Math.round(ms / speed))
  const scaledRate = ({ count, windowMs }: Rate): Rate => ({ count, windowMs: scaled(windowMs) })
  return {
    redis: {
      servers: serversOf(values.REDIS_URL, values.KILN_PREFIX),
      contract: values.KILN_REDIS_CONTRACT,
      prefix: values.KILN_PREFIX,
    },
    submit: {
      limit: scaledRate(values.KILN_SUBMIT_LIMIT),
      weights: values.KILN_KEY_WEIGHTS ?? {},
      budgets: values.KILN_BUDGET_PER_DAY ?? {},
      queuePerKey: values.KILN_QUEUE_PER_KEY ?? {},
    },
    poll: { limit: scaledRate(values.KILN_POLL_LIMIT) },
    timing: {
      createTimeoutMs: scaled(values.KILN_CREATE_TIMEOUT),
      pollDeadlineMs: scaled(values.KILN_POLL_DEADLINE),
      unconfirmedHorizonMs: scaled(values.KILN_UNCONFIRMED_HORIZON),
      creditProbeMs: scaled(values.KILN_CREDIT_PROBE),
    },
    speed,
    shutdownGraceMs: values.KILN_SHUTDOWN_GRACE,
    failPoints: values.KILN_FAIL_POINTS ?? [],
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part)
  }
  return Object.freeze(value)
}
