import type { AddressInfo } from 'node:net'
import { loadCatalog } from '@kiln/catalog'
import type { ApiConfig } from '@kiln/config'
import { createFailPoints } from '@kiln/fail-points'
import { createKieClient } from '@kiln/kie-client'
import {
  connectForBlocking,
  connectForRequests,
  createLedger,
  followVerdicts,
  ledgerLimits,
  openSubmitQueue,
  rememberIntents,
  rollbackLine,
  startFeeder,
  tellGateChange,
} from '@kiln/ledger'
import { listedPrice } from '@kiln/preflight'
import { createMetrics, limitRepeats, type Logger, type RepeatLimiter } from '@kiln/telemetry'
import closeWithGrace from 'close-with-grace'
import type { Redis } from 'ioredis'
import { openKeys } from './access/follow-keys.ts'
import type { Api } from './api.ts'
import { buildApi } from './build-api.ts'
import { guardRedis, type RedisState } from './redis-guard/redis-guard.ts'

/** Somebody who asks wakes the feeder; this only makes up for a feed that failed. */
const FEED_AT_LEAST_EVERY_MS = 5_000

/** Starts the API and everything it needs, and stops it all, in reverse, on a signal. */
export async function runApi(config: ApiConfig, log: Logger): Promise<void> {
  const { servers, prefix } = config.redis
  const repeats = limitRepeats(log)
  const redis = watched(connectForRequests(servers), repeats)
  // Blocking reads would hold up everything behind them, so they have a connection of their own.
  const blocking = watched(connectForBlocking(servers), repeats)
  const guard = guardRedis(redis, config.redis, (state) => tellRedisState(log, state))
  refuseUnsafeRedis(await guard.checkOnceConnected())

  const metrics = createMetrics({ app: 'api' })
  const failPoints = createFailPoints(config.failPoints)
  const plain = createLedger(redis, prefix, limitsOf(config), rememberAloud(log), (change) =>
    tellGateChange(change, { log, metrics }),
  )
  const kie = kieOf(config)
  const ledger = {
    ...failPoints.wrap(plain, LEDGER_STEPS),
    batches: failPoints.wrap(plain.batches, { commit: 'commit' }),
  }
  const queue = failPoints.wrap(openSubmitQueue(redis, prefix), { ring: 'ring' })
  const feeder = startFeeder({
    feed: () => ledger.feed(),
    ring: (rings) => queue.ring(rings),
    onError: (error) =>
      repeats.warn('feed', { event: 'feedFailed', err: error }, 'no doorbells rung; the worker will'),
    idleMs: FEED_AT_LEAST_EVERY_MS,
  })
  const verdicts = followVerdicts(blocking, prefix)
  const { keyring, keys } = await openKeys(config.apiKeys, ledger.keys, (error) =>
    repeats.warn('keys', { event: 'keysUnknown', err: error }, 'the keys of the ledger were not heard'),
  )
  const api = await buildApi({
    config,
    log,
    metrics,
    catalog: loadCatalog(),
    priceJob: listedPrice,
    hasCallback: config.kie.callbackUrl !== null,
    kie,
    ledger,
    keyring,
    keys,
    redis: guard,
    verdicts,
    requestFeed: () => feeder.request(),
    doorbells: () => queue.depth(),
  })
  await listen(api, config.http, log)

  const graceMs = config.shutdownGraceMs
  const onTimeout = () => log.warn({ event: 'cutOff', graceMs }, 'the grace is over')
  closeWithGrace({ delay: graceMs, logger: log, onTimeout }, async ({ signal, err }) => {
    if (err) log.fatal({ event: 'crashed', err }, 'a fault of kiln; ending')
    log.info({ event: 'stopping', signal }, 'finishing what has begun')
    await api.close()
    keys.stop()
    verdicts.stop()
    await feeder.stop()
    await queue.close()
    kie?.close()
    blocking.disconnect()
    await redis.quit().catch(() => redis.disconnect())
    repeats.flush()
    log.info({ event: 'stopped' }, 'ended in order')
  })
}

/** Without a key nobody can be asked; everything else works. */
function kieOf({ kie: { baseUrl, apiKey } }: ApiConfig) {
  return apiKey === null ? null : createKieClient({ baseUrl, apiKey, userAgent: 'kiln/0.1' })
}

const LEDGER_STEPS = { accept: 'accept', hint: 'callback', feed: 'feed' } as const

/** In memory alone: the API feeds, and only workers pay. What it saw of the ledger still counts. */
function rememberAloud(log: Logger) {
  return rememberIntents({
    onFrozen: (rollback) => {
      const { fields, message } = rollbackLine(rollback)
      log.fatal(fields, message)
    },
  })
}

function limitsOf({ submit, poll, timing, kie, speed }: ApiConfig) {
  return ledgerLimits({
    submitWindow: submit.limit,
    weights: submit.weights,
    budgets: submit.budgets,
    queuePerKey: submit.queuePerKey,
    pollWindow: poll.limit,
    ...timing,
    callbacks: kie.callbackUrl !== null,
    speed,
  })
}

/** Without a listener an error of the connection would end the process. */
function watched(redis: Redis, repeats: RepeatLimiter): Redis {
  redis.on('error', (error) =>
    repeats.warn('redis', { event: 'redisFailed', err: error }, 'Redis cannot be used'),
  )
  return redis
}

function tellRedisState(log: Logger, state: RedisState): void {
  if (state.kind === 'usable') log.info({ event: 'redisUsable', contract: state.note }, 'Redis is usable')
  if (state.kind === 'away')
    log.warn({ event: 'redisAway' }, 'Redis is away; calls that need it are answered 503')
  if (state.kind === 'unsafe') {
    const { code, faults } = state
    if (code === 'ledgerNewer') log.fatal({ event: code, faults }, 'a newer release works with this ledger')
    else log.fatal({ event: 'contractBroken', faults }, 'this Redis may lose or repeat paid work')
  }
}

/** A Redis that is only away may come back, and until then the API says so; one that loses jobs, or is another release's, is no place to begin. */
function refuseUnsafeRedis(state: RedisState): void {
  if (state.kind === 'unsafe') process.exit(1)
}

async function listen(api: Api, { host, port }: ApiConfig['http'], log: Logger): Promise<void> {
  try {
    await api.listen({ host, port })
  } catch (error) {
    log.fatal(
      { event: 'notListening', host, port, err: error },
      'the port cannot be opened; set HOST and PORT',
    )
    process.exit(1)
  }
  const address = api.server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  log.info({ event: 'listening', url: `http://${name}:${address.port}` }, 'the API listens')
}
