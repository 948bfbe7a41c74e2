import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../../ports/find-free-port.ts'
import { makeTemporaryFolder } from '../../processes/guardian.ts'
import { startProcess } from '../../processes/start-process.ts'
import { startPrivateRedis, type PrivateRedis } from '../private-redis.ts'
import { findRedisBinary } from '../redis-binary.ts'
import { ask, awaitTrue, hasReplicaInStep, REPLICATES_AT_ONCE } from './ask-servers.ts'

export interface PrivateSentinel {
  sentinel: { host: string; port: number }
  name: string
  /** As REDIS_URL has it. */
  url: string
  primary: PrivateRedis
  replica: PrivateRedis
  stop: () => Promise<void>
}

const NAME = 'kiln'
const DOWN_AFTER_MS = 1_000

/** A primary, its replica, and one sentinel that needs nobody to agree: the least that fails over. */
export async function startPrivateSentinel(): Promise<PrivateSentinel> {
  const options = { kind: 'real', directives: REPLICATES_AT_ONCE } as const
  const servers = await Promise.all([startPrivateRedis(options), startPrivateRedis(options)])
  const [primary, replica] = servers
  const ends = servers.map((server) => () => server.stop())
  const stop = async () => void (await Promise.all(ends.map((end) => end())))
  try {
    const primaryPort = new URL(primary.url).port
    await ask(replica, (redis) => redis.call('REPLICAOF', '127.0.0.1', primaryPort))
    await awaitTrue(primary, hasReplicaInStep)
    const sentinel = await startSentinel(primaryPort, ends)
    await awaitTrue({ url: `redis://127.0.0.1:${sentinel.port}` }, async (redis) => {
      const replicas = (await redis.call('SENTINEL', 'REPLICAS', NAME)) as unknown[]
      return replicas.length === 1
    })
    return {
      sentinel,
      name: NAME,
      url: `redis+sentinel://127.0.0.1:${sentinel.port}/${NAME}`,
      primary,
      replica,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startSentinel(primaryPort: string, ends: (() => Promise<unknown>)[]) {
  const binary = findRedisBinary()
  if (binary === null) throw new Error('No redis-server or valkey-server on PATH.')
  const folder = await makeTemporaryFolder('kiln-sentinel-')
  ends.push(() => folder.remove())
  const port = await findFreePort()
  const file = join(folder.path, 'sentinel.conf')
  // A sentinel writes what it learns into its file, so it must have one.
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder.path}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} 1`,
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
  return { host: '127.0.0.1', port }
}
