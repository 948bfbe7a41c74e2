import { loadCatalog } from '@kiln/catalog'
import { formatFaults, listSecrets, readWorkerConfig, type WorkerConfig } from '@kiln/config'
import { createFailPoints } from '@kiln/fail-points'
import { createKieClient } from '@kiln/kie-client'
import {
  checkContract,
  connectForBlocking,
  connectForWork,
  createLedger,
  ledgerLimits,
  newerLedgerWords,
  olderAtWorkWords,
  openSubmitQueue,
  readTimeoutMs,
  rememberIntents,
  type GateChange,
} from '@kiln/ledger'
import closeWithGrace from 'close-with-grace'
import { createLogger, createMetrics, limitRepeats, type Logger } from '@kiln/telemetry'
import type { Redis } from 'ioredis'
import { buildWorker } from './build-worker.ts'
import { processClock } from './clock.ts'
import { keepMark } from './guard/keep-mark.ts'
import { startHealthServer } from './health/health-server.ts'
import { keepUnwritten } from './submit/unwritten-answers.ts'
import { createReport, type Report } from './report.ts'

async function runWorker(config: WorkerConfig, log: Logger): Promise<void> {
  const repeats = limitRepeats(log)
  const metrics = createMetrics({ app: 'worker' })
  const report = createReport(log, repeats, metrics)
  const redis = connectForWork(config.redis.servers)
  const intentRedis = connectForWork(config.redis.servers)
  const queueConnection = connectForBlocking(config.redis.servers)
  for (const connection of [redis, intentRedis, queueConnection]) {
    connection.on('error', (error) => report.fault('redis', error))
  }
  // Before Redis is asked anything: a worker that waits for it is alive, and not ready.
  const health = await openHealth(config, redis, metrics.render)
  const contract = await checkContract(redis, config.redis.contract)
  if (!contract.ok) refuse(log, contract.faults)
  const unwritten = keepUnwritten()
  const end = (faults: string[]) => {
    unwritten.tellAll()
    refuse(log, faults)
  }
  recheckContract(config, redis, end, report)

  const { ledger, mark } = await openLedger(config, { redis, intentRedis }, report, end)
  const { baseUrl, apiKey } = config.kie
  const kie = createKieClient({ baseUrl, apiKey, userAgent: 'kiln/0.1' })
  const catalog = loadCatalog()
  const failPoints = createFailPoints(config.failPoints)
  const worker = buildWorker({
    config,
    queueConnection,
    queue: failPoints.wrap(openSubmitQueue(queueConnection, config.redis.prefix), { ring: 'ring' }),
    ledger: {
      ...failPoints.wrap(ledger, LEDGER_STEPS),
      batches: failPoints.wrap(ledger.batches, { advance: 'expand' }),
    },
    kie: failPoints.wrap(kie, { createTask: 'wire', recordInfo: 'read' }),
    failPoints,
    report,
    unwritten,
    clock: processClock,
    random: Math.random,
    typicalOf: (model) => catalog.describe(model)?.typicalSeconds ?? null,
    readTimeoutMs: readTimeoutMs(config.speed),
  })
  const graceMs = config.shutdownGraceMs
  // Closing BullMQ waits for a Redis that may be away; what is cut off is recovered by the sweep.
  const cutOff = (words: string) => {
    unwritten.tellAll()
    log.warn({ event: 'cutOff', graceMs }, words)
  }
  const ends = {
    onTimeout: () => cutOff('the grace is over'),
    onSecondSignal: () => cutOff('told to stop a second time'),
  }
  closeWithGrace({ delay: graceMs, logger: log, ...ends }, async ({ signal, err }) => {
    if (err) log.fatal({ event: 'crashed', err }, 'a fault of kiln; ending')
    log.info({ event: 'stopping', signal }, 'finishing the steps under way')
    await worker.stop()
    await mark.stop()
    await health?.close()
    kie.close()
    repeats.flush()
    await Promise.all([redis, intentRedis, queueConnection].map((each) => each.quit()))
    log.info({ event: 'stopped' }, 'ended in order')
  })
  // Whoever reads this line may tell the worker to stop, and then it does so in order.
  log.info(
    { event: 'working', contract: contract.note, kie: baseUrl, ...(health && { url: health.url }) },
    'worker started',
  )
}

const LEDGER_STEPS = {
  feed: 'feed',
  begin: 'begin',
  recordAnswer: 'bind',
  endOverdue: 'lost',
  claim: 'claim',
  recordRead: 'settle',
  recordConfirmation: 'confirm',
} as const

/** A second is as old as any memory of the ledger gets: every feed and every begin answers its number. */
const KEEP_MARK_EVERY_MS = 1_000

/** The ledger, with what was seen of it before this process began. */
async function openLedger(
  config: WorkerConfig,
  { redis, intentRedis }: { redis: Redis; intentRedis: Redis },
  report: Report,
  end: (faults: string[]) => void,
) {
  const memory = rememberIntents({
    onFrozen: (rollback) => report.rolledBack(rollback),
    onResumed: () => report.resumed(),
    // Calls under way are told by the newer release: it finds their intents.
    onNewer: (schema) => end([newerLedgerWords(schema)]),
  })
  const onGateChange = (change: GateChange) => report.gateChanged(change)
  const ledger = createLedger(redis, config.redis.prefix, limitsOf(config), memory, onGateChange, intentRedis)
  const identified = await ledger.identify()
  if (identified.kind === 'olderAtWork') end([olderAtWorkWords(identified.workers)])
  const { stateFolder: folder } = config
  const onFault = (error: unknown) => report.markNotKept(error)
  const mark = await keepMark({ folder, memory, onFault, everyMs: KEEP_MARK_EVERY_MS })
  return { ledger, mark }
}

/** In doubt nothing more is submitted; calls under way become unconfirmed, and others see to them. */
function refuse(log: Logger, faults: string[]): never {
  log.fatal({ event: 'contractBroken', faults }, 'this Redis may lose or repeat paid work')
  process.exit(1)
}

/** After a failover another server may stand behind the connection. */
function recheckContract(
  config: WorkerConfig,
  redis: Redis,
  end: (faults: string[]) => void,
  report: Report,
): void {
  redis.on('ready', () => {
    checkContract(redis, config.redis.contract).then(
      (again) => again.ok || end(again.faults),
      (error: unknown) => report.fault('redis', error),
    )
  })
}

type Render = () => Promise<{ contentType: string; body: string }>

async function openHealth({ health }: WorkerConfig, redis: Redis, renderMetrics: Render) {
  const { host, port } = health
  if (port === null) return null
  const isReady = () => Promise.resolve(redis.status === 'ready')
  return startHealthServer({ host, port, isReady, renderMetrics })
}

function limitsOf(config: WorkerConfig) {
  return ledgerLimits({
    submitWindow: config.submit.limit,
    weights: config.submit.weights,
    budgets: config.submit.budgets,
    queuePerKey: config.submit.queuePerKey,
    replicas: config.redis.replicas,
    pollWindow: config.poll.limit,
    ...config.timing,
    callbacks: config.kie.callbackUrl !== null,
    speed: config.speed,
  })
}

const reading = readWorkerConfig(process.env)
if (!reading.ok) {
  process.stderr.write(formatFaults(reading.faults))
  process.exit(1)
}
const { config, warnings } = reading
const log = createLogger({ level: config.log.level, name: 'worker', secrets: listSecrets(config) })
for (const { variable, message } of warnings) log.warn({ event: 'configuration', variable }, message)
await runWorker(config, log)
