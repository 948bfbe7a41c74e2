import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startPrivateCluster, type PrivateCluster, type PrivateRedis } from '@kiln/local'
import { Redis } from 'ioredis'
import { createLedger } from '../create-ledger.ts'
import { openSubmitQueue } from '../feed/submit-queue.ts'
import { keysUnder } from '../keys.ts'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { gatesOf } from '../testing/reads.ts'
import { connectForRequests, connectForWork, isRedisAway } from './connect.ts'
import { checkContract } from './contract.ts'

const TAG = '{kiln}'
let cluster: PrivateCluster
let holder: PrivateRedis
let redis: Redis
const opened: Redis[] = []

beforeAll(async () => {
  cluster = await startPrivateCluster()
  holder = await cluster.holderOf(TAG)
  redis = connectionTo(connectForWork)
}, 30_000)
afterAll(async () => {
  for (const each of opened) each.disconnect()
  await cluster.stop()
})

function connectionTo(connect: typeof connectForWork): Redis {
  const connection = connect({ kind: 'cluster', nodes: cluster.addresses, key: TAG, tls: false })
  return listened(connection)
}

function listened(connection: Redis): Redis {
  connection.on('error', () => undefined)
  opened.push(connection)
  return connection
}

const runIdOf = async (each: Redis) => /run_id:(\w+)/.exec(await each.info('server'))?.[1]
const others = () => cluster.servers.filter((server) => server !== holder)
const directly = ({ url }: PrivateRedis) => listened(new Redis(url))
let installations = 0
function installation() {
  const prefix = `${TAG}:${installations++}`
  const { limits } = ledgerUnderTest(redis)
  return { prefix, ledger: createLedger(redis, prefix, limits) }
}

describe('on a cluster', () => {
  test('what is asked without a key is answered by the server that holds the slot', async () => {
    expect(await runIdOf(redis)).toBe(await runIdOf(directly(holder)))
  })

  test('the contract is that of the server that holds the slot', async () => {
    const [elsewhere] = others()
    await directly(elsewhere!).config('SET', 'appendfsync', 'no')
    expect(await checkContract(redis, 'checked')).toMatchObject({ ok: true })
    const own = directly(holder)
    await own.config('SET', 'appendfsync', 'everysec')
    expect(await checkContract(redis, 'checked')).toMatchObject({ ok: false })
    await own.config('SET', 'appendfsync', 'always')
  })

  test('a job goes its way, and every key of it and of its doorbell stands in one slot', async () => {
    const { ledger, prefix } = installation()
    const queue = openSubmitQueue(redis, prefix)
    const job = newJob()
    await ledger.accept(job, null)
    const { rings } = await ledger.feed()
    await queue.ring(rings)
    await queue.close()
    await running(ledger, 'task-1')
    const keys = await directly(holder).keys('*')
    expect(keys.some((key) => key.startsWith(`${prefix}:q:`))).toBe(true)
    expect(await slotsOf(keys)).toEqual(await slotsOf([TAG]))
    const elsewhere = await Promise.all(others().map((server) => directly(server).dbsize()))
    expect(elsewhere).toEqual(others().map(() => 0))
  })

  test('every name that the ledger gives a key stands in that slot too', async () => {
    const { key, ...names } = keysUnder(TAG)
    const made = Object.values(names).map((name) => (typeof name === 'string' ? name : name('x', 'y')))
    expect(await slotsOf([...made, key('any', 'other')])).toEqual(await slotsOf([TAG]))
  })

  test('a script that the server has forgotten is sent again', async () => {
    const { ledger } = installation()
    await redis.script('FLUSH')
    await expect(ledger.accept(newJob(), null)).resolves.toMatchObject({ kind: 'accepted' })
  })
})

describe('a cluster that is down', () => {
  test('is waited for by work, and told as away to requests', async () => {
    const requests = connectionTo(connectForRequests)
    const { ledger } = installation()
    const [kept, ...gone] = [holder, ...others()]
    for (const server of gone) await server.kill('SIGKILL')
    const own = directly(kept)
    const isDown = async () => (await own.cluster('INFO')).includes('cluster_state:fail')
    while (!(await isDown())) await new Promise((resolve) => setImmediate(resolve))
    const refused = await ledgerAt(requests)
      .accept(newJob(), null)
      .catch((error: unknown) => error)
    expect(isRedisAway(refused)).toBe(true)
    const waiting = ledger.accept(newJob(), null)
    await Promise.all(gone.map((server) => server.restart()))
    expect(await waiting).toMatchObject({ kind: 'accepted' })
  }, 30_000)
})

describe('while the slot is on its way to another server', () => {
  test('nothing is written, and when it is there everything goes on', async () => {
    const { ledger } = installation()
    const requests = connectionTo(connectForRequests)
    await new Promise((resolve) => requests.once('ready', resolve))
    const attempt = await begun(ledger)
    const target = others()[0]!
    const move = await moving(holder, target)
    const next = newJob()
    const refused = ledgerAt(requests).accept(next, null)
    expect(isRedisAway(await refused.catch((error: unknown) => error))).toBe(true)
    expect(await directly(target).dbsize()).toBe(0)

    await move.finish()
    holder = target
    await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'task-2' }, {})
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'running', taskId: 'task-2' })
    expect(await gatesOf(ledger)).toEqual([])
  }, 30_000)
})

const ledgerAt = (connection: Redis) => createLedger(connection, TAG, ledgerUnderTest(connection).limits)

async function slotsOf(keys: readonly string[]): Promise<number[]> {
  return [...new Set(await Promise.all(keys.map((key) => redis.cluster('KEYSLOT', key))))]
}

/** As `redis-cli --cluster reshard` does it. */
async function moving(from: PrivateRedis, to: PrivateRedis) {
  const [source, target] = [directly(from), directly(to)]
  const [sourceId, targetId] = await Promise.all([source.cluster('MYID'), target.cluster('MYID')])
  const slot = await source.cluster('KEYSLOT', TAG)
  const set = (server: Redis, ...words: string[]) => server.call('CLUSTER', 'SETSLOT', slot, ...words)
  await set(target, 'IMPORTING', sourceId)
  await set(source, 'MIGRATING', targetId)
  return {
    async finish() {
      const keys = await source.keys('*')
      await source.call('MIGRATE', '127.0.0.1', new URL(to.url).port, '', 0, 5_000, 'KEYS', ...keys)
      await set(target, 'NODE', targetId)
      await set(source, 'NODE', targetId)
    },
  }
}
