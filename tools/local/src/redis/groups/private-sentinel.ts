import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { findFreePort } from '../../ports/find-free-port.ts'
import { makeTemporaryFolder } from '../../processes/guardian.ts'
import { startProcess } from '../../processes/start-process.ts'
import { startPrivateRedis, type PrivateRedis } from '../private-redis.ts'
import { findRedisBinary } from '../redis-binary.ts'
import { tlsDirectives, type TlsFiles } from '../../tls/tls-files.ts'
import { ask, awaitTrue, hasReplicaInStep, REPLICATES_AT_ONCE } from './ask-servers.ts'

export interface PrivateSentinelOptions {
  /** How many sentinels; most of them have to agree that the primary is gone. */
  sentinels?: number
  /** All of it is reached by TLS, and without it too. */
  tls?: TlsFiles
}

interface OneSentinel {
  /** Where clients reach it, by TLS where there is any. */
  host: string
  port: number
  kill(signal: NodeJS.Signals): void
}

export interface PrivateSentinel {
  /** The first of them. */
  sentinel: OneSentinel
  sentinels: OneSentinel[]
  name: string
  /** As REDIS_URL has it. */
  url: string
  primary: PrivateRedis
  replica: PrivateRedis
  stop: () => Promise<void>
}

const NAME = 'kiln'
const DOWN_AFTER_MS = 1_000

/** A primary, its replica, and by default one sentinel that needs nobody to agree: the least that fails over. */
export async function startPrivateSentinel(options: PrivateSentinelOptions = {}): Promise<PrivateSentinel> {
  const { sentinels: count = 1, tls } = options
  const servers = await Promise.all([startServer(tls), startServer(tls)])
  const [primary, replica] = servers
  const ends = servers.map(
    ({ server }) =>
      () =>
        server.stop(),
  )
  const stop = async () => void (await Promise.all(ends.map((end) => end())))
  try {
    await ask(replica.server, (redis) => redis.call('REPLICAOF', '127.0.0.1', primary.port))
    await awaitTrue(primary.server, hasReplicaInStep)
    const setup = { primaryPort: primary.port, quorum: Math.floor(count / 2) + 1, tls }
    const sentinels = await Promise.all(Array.from({ length: count }, () => startSentinel(setup, ends)))
    await Promise.all(sentinels.map(({ plainPort }) => awaitTrue(at(plainPort), knowsAll(count - 1))))
    const addresses = sentinels.map(({ host, port }) => `${host}:${port}`).join(',')
    return {
      sentinel: sentinels[0]!,
      sentinels,
      name: NAME,
      url: `redis${tls ? 's' : ''}+sentinel://${addresses}/${NAME}`,
      primary: primary.server,
      replica: replica.server,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const at = (port: number) => ({ url: `redis://127.0.0.1:${port}` })

/** The replica, and each of the others. */
const knowsAll = (others: number) => async (redis: Redis) => {
  const replicas = (await redis.call('SENTINEL', 'REPLICAS', NAME)) as unknown[]
  const known = (await redis.call('SENTINEL', 'SENTINELS', NAME)) as unknown[]
  return replicas.length === 1 && known.length === others
}

/** With the port that others reach it by. */
async function startServer(tls: TlsFiles | undefined) {
  const tlsPort = tls && (await findFreePort())
  const directives = { ...REPLICATES_AT_ONCE, ...(tls && tlsDirectives(tls, tlsPort!)) }
  const server = await startPrivateRedis({ kind: 'real', directives })
  return { server, port: tlsPort ?? Number(new URL(server.url).port) }
}

interface SentinelSetup {
  primaryPort: number
  quorum: number
  tls: TlsFiles | undefined
}

async function startSentinel(
  { primaryPort, quorum, tls }: SentinelSetup,
  ends: (() => Promise<unknown>)[],
): Promise<OneSentinel & { plainPort: number }> {
  const binary = findRedisBinary()
  if (binary === null) throw new Error('No redis-server or valkey-server on PATH.')
  const folder = await makeTemporaryFolder('kiln-sentinel-')
  ends.push(() => folder.remove())
  const plainPort = await findFreePort()
  const port = tls ? await findFreePort() : plainPort
  const file = join(folder.path, 'sentinel.conf')
  // A sentinel writes what it learns into its file, so it must have one.
  const lines = [
    `port ${plainPort}`,
    'bind 127.0.0.1',
    `dir ${folder.path}`,
    ...Object.entries(tls ? tlsDirectives(tls, port) : {}).map((pair) => pair.join(' ')),
    `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} ${quorum}`,
    `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${NAME} ${10 * DOWN_AFTER_MS}`,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  const process = await startProcess({
    name: 'sentinel',
    command: binary.path,
    args: [file, '--sentinel'],
    env: { LC_ALL: 'C' },
    readyWhen: { line: (line) => (line.includes('+monitor master') ? {} : null) },
  })
  ends.push(() => process.stop('SIGKILL'))
  return { host: '127.0.0.1', port, plainPort, kill: (signal) => process.kill(signal) }
}
