import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { randomBytes } from 'node:crypto'
import { loadCatalog } from '@kiln/catalog'
import { readApiConfig, type ApiConfig } from '@kiln/config'
import { createKieClient } from '@kiln/kie-client'
import {
  connectForRequests,
  connectForWork,
  createLedger,
  followVerdicts,
  ledgerLimits,
  openSubmitQueue,
  type Ledger,
  type Verdicts,
} from '@kiln/ledger'
import { listedPrice } from '@kiln/preflight'
import { createLogger, createMetrics } from '@kiln/telemetry'
import type { LightMyRequestResponse } from 'fastify'
import type { Redis } from 'ioredis'
import { buildApi } from '../build-api.ts'
import type { Api } from '../api.ts'
import { guardRedis } from '../redis-guard/redis-guard.ts'

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'HEAD'
  /** Sent as JSON unless it is text already. */
  payload?: unknown
  headers?: Record<string, string>
}

export interface TestApi {
  api: Api
  /** One request from this machine, without a key. */
  call(url: string, call?: Call): Promise<LightMyRequestResponse>
  ledger: Ledger
  redis: Redis
  /** Every route of the server: `GET /v1/jobs`. */
  routes: () => string[]
  /** Every line logged so far, as text. */
  logged: () => string
  /** Whether somebody waits for a verdict. */
  isPolling: () => boolean
  /** How often a feed was asked for. */
  feedsRequested: () => number
  close(): Promise<void>
}

const JSON_TYPE = { 'content-type': 'application/json' }

const catalog = loadCatalog()

/** The real API over a real Redis, as an installation of its own: tests share a server and nothing else. */
export async function startTestApi(redisUrl: string, env: Record<string, string> = {}): Promise<TestApi> {
  const config = configOf({
    REDIS_URL: redisUrl,
    KILN_PREFIX: `{test-${randomBytes(6).toString('hex')}}`,
    ...env,
  })
  const lines: string[] = []
  const log = createLogger({
    level: 'debug',
    name: 'api',
    destination: { write: (line: string) => lines.push(line) },
  })
  const redis = connectForRequests(redisUrl)
  const blocking = connectForWork(redisUrl)
  for (const connection of [redis, blocking]) connection.on('error', () => undefined)
  await new Promise((resolve) => redis.once('ready', resolve))
  const ledger = createLedger(redis, config.redis.prefix, limitsOf(config))
  const verdicts = followVerdicts(blocking, config.redis.prefix)
  const guard = guardRedis(redis, config.redis, () => undefined)
  await guard.check()
  const { baseUrl, apiKey } = config.kie
  const kie = apiKey === null ? null : createKieClient({ baseUrl, apiKey, userAgent: 'kiln-test' })
  const queue = openSubmitQueue(redis, config.redis.prefix)
  let feeds = 0
  let polls = 0
  const wait: Verdicts['wait'] = (...args) => {
    polls += 1
    return verdicts.wait(...args).finally(() => (polls -= 1))
  }
  const routes: string[] = []
  // The router keeps no list; Fastify announces every server before its first route.
  const collect = (message: unknown) =>
    (message as { fastify: Api }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push(`${one} ${url}`)
    })
  subscribe('fastify.initialization', collect)
  const api = await buildApi({
    config,
    catalog,
    priceJob: listedPrice,
    hasCallback: config.kie.callbackUrl !== null,
    log,
    metrics: createMetrics({ app: 'api' }),
    kie,
    ledger,
    redis: guard,
    verdicts: { wait },
    requestFeed: () => (feeds += 1),
    doorbells: () => queue.depth(),
  })
  unsubscribe('fastify.initialization', collect)
  return {
    api,
    call: (url, { method = 'GET', payload, headers = {} } = {}) =>
      api.inject({
        method,
        url,
        headers: { host: 'localhost', ...(payload !== undefined && JSON_TYPE), ...headers },
        ...(payload !== undefined && {
          payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
        }),
      }),
    ledger,
    redis,
    routes: () => routes,
    logged: () => lines.join(''),
    isPolling: () => polls > 0,
    feedsRequested: () => feeds,
    async close() {
      await api.close()
      verdicts.stop()
      kie?.close()
      await queue.close()
      redis.disconnect()
      blocking.disconnect()
    },
  }
}

function configOf(env: Record<string, string>): ApiConfig {
  const reading = readApiConfig(env)
  if (!reading.ok)
    throw new Error(reading.faults.map(({ variable, message }) => `${variable} ${message}`).join('\n'))
  return reading.config
}

function limitsOf(config: ApiConfig) {
  return ledgerLimits({
    submitWindow: config.submit.limit,
    weights: config.submit.weights,
    budgets: config.submit.budgets,
    queuePerKey: config.submit.queuePerKey,
    pollWindow: config.poll.limit,
    ...config.timing,
    callbacks: true,
    speed: config.speed,
  })
}
