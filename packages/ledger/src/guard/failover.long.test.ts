import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startPrivateCluster, startPrivateSentinel, type PrivateRedis } from '@kiln/local'
import { Redis } from 'ioredis'
import { connectForWork } from '../connection/connect.ts'
import type { RedisServers } from '../connection/redis-servers.ts'
import { createLedger, type Ledger } from '../create-ledger.ts'
import { begun, ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'

const PREFIX = '{kiln}'

interface Group {
  servers: RedisServers
  primary: PrivateRedis
  replica: PrivateRedis
  stop: () => Promise<void>
}

const GROUPS: Record<string, () => Promise<Group>> = {
  async cluster() {
    const cluster = await startPrivateCluster({ replicaFor: PREFIX })
    const servers = { kind: 'cluster', nodes: cluster.addresses, key: PREFIX, tls: false } as const
    const primary = await cluster.holderOf(PREFIX)
    return { servers, primary, replica: cluster.replica!, stop: cluster.stop }
  },
  async sentinel() {
    const { sentinel, name, primary, replica, stop } = await startPrivateSentinel()
    const servers = {
      kind: 'sentinel',
      sentinels: [sentinel],
      primary: name,
      database: 0,
      tls: false,
    } as const
    return { servers, primary, replica, stop }
  },
}

describe.each(Object.keys(GROUPS))('a failover of a %s', (kind) => {
  let group: Group
  let redis: Redis
  let ledger: Ledger
  beforeEach(async () => {
    group = await GROUPS[kind]!()
    redis = connectForWork(group.servers)
    redis.on('error', () => undefined)
    ledger = createLedger(redis, PREFIX, ledgerUnderTest(redis).limits)
  }, 30_000)
  afterEach(async () => {
    redis.disconnect()
    await group.stop()
  })

  const fedJob = async () => {
    const job = newJob()
    await ledger.accept(job, null)
    await ledger.feed()
    return job
  }

  test('keeps an intent that a replica held, and its call is not made again', async () => {
    const { id } = await fedJob()
    expect(await ledger.begin(id, 'first')).toMatchObject({ kind: 'go', replicated: true })
    await group.primary.kill('SIGKILL')
    expect(await ledger.begin(id, 'second')).toMatchObject({ kind: 'taken', state: 'submitting' })
    expect(await ledger.read(id)).toMatchObject({ state: 'submitting', attempt: 1 })
    expect((await ledger.figures()).closedGates.map(({ cause }) => cause)).not.toContainEqual(
      expect.stringMatching(/^rolledBack/),
    )
  }, 60_000)

  test('that loses intents freezes submissions', async () => {
    await begun(ledger)
    const lost = await fedJob()
    await cutOff(group)
    expect(await ledger.begin(lost.id, 'lost')).toMatchObject({ kind: 'go', replicated: true })
    await group.primary.kill('SIGKILL')
    group.replica.thaw()
    await ledger.feed()
    expect((await ledger.figures()).closedGates).toMatchObject([
      {
        gate: 'paused',
        cause: expect.stringMatching(/^rolledBack: .* last 1 intents are missing/),
        until: null,
      },
    ])
    expect(await ledger.read(lost.id)).toMatchObject({ state: 'queued' })
    expect(await ledger.begin(lost.id, 'again')).toMatchObject({ kind: 'wait', gate: 'paused' })
  }, 60_000)

  test('is foreseen: an intent that the replica does not take is not acted on', async () => {
    const { id } = await fedJob()
    const strict = createLedger(redis, PREFIX, { ...ledgerUnderTest(redis).limits, replicas: 1 })
    group.replica.freeze()
    expect(await ledger.begin(id, 'silent')).toMatchObject({ kind: 'go', replicated: false })
    const other = await fedJob()
    await cutOff(group)
    // One that is gone is missed only by who was told that there must be one.
    expect(await strict.begin(other.id, 'gone')).toMatchObject({ kind: 'go', replicated: false })
    group.replica.thaw()
  }, 60_000)

  test('and a replica that hangs holds up intents alone, not what else is asked of Redis', async () => {
    const { id } = await fedJob()
    const intents = connectForWork(group.servers)
    intents.on('error', () => undefined)
    const { limits } = ledgerUnderTest(redis)
    const own = createLedger(redis, PREFIX, limits, undefined, undefined, intents)
    await intents.ping()
    group.replica.freeze()
    let isAnswered = false
    const beginning = own.begin(id, 'silent').finally(() => (isAnswered = true))
    while ((await own.read(id))?.state !== 'submitting') await new Promise((resolve) => setImmediate(resolve))
    await own.read(id)
    expect(isAnswered).toBe(false)
    expect(await beginning).toMatchObject({ kind: 'go', replicated: false })
    group.replica.thaw()
    intents.disconnect()
  }, 60_000)
})

/** The replica hears no more, and the primary knows that it has none. */
async function cutOff({ primary, replica }: Group): Promise<void> {
  replica.freeze()
  const redis = new Redis(primary.url, { disconnectTimeout: 0 })
  await redis.call('CLIENT', 'KILL', 'TYPE', 'replica')
  redis.disconnect()
}

test('those who ask at once how many replicas hold their write share a question', async () => {
  const group = await GROUPS['cluster']!()
  const redis = connectForWork(group.servers)
  const ledger = createLedger(redis, PREFIX, ledgerUnderTest(redis).limits)
  const jobs = Array.from({ length: 20 }, () => newJob())
  for (const job of jobs) await ledger.accept(job, null)
  await ledger.feed()
  await redis.config('RESETSTAT')
  const answers = await Promise.all(jobs.map(({ id }) => ledger.begin(id, 's')))
  expect(answers.every((each) => each.kind === 'go' && each.replicated)).toBe(true)
  const asked = Number(/cmdstat_wait:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1])
  expect(asked).toBeLessThan(10)
  redis.disconnect()
  await group.stop()
}, 30_000)
