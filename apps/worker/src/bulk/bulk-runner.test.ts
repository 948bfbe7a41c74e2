import { randomBytes } from 'node:crypto'
import { once, EventEmitter } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type BulkRecord, type Ledger, type NewBulk } from '@kiln/ledger'
import { startPrivateRedis } from '@kiln/local'
import type { Redis } from 'ioredis'
import { connectForWork } from '@kiln/ledger'
import { pricedJob } from '@kiln/ledger/testing'
import { startBulkRunner, type BulkRunner, type RunnerDeps } from './bulk-runner.ts'
import { cancelListedJob } from './cancel-listed-job.ts'
import { ledgerIn, type LedgerOf } from './bulk.test.kit.ts'

let server: Awaited<ReturnType<typeof startPrivateRedis>>
let redis: Redis
let under: LedgerOf
let runners: BulkRunner[]
beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'auto' })
  redis = connectForWork(server.url)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})
beforeEach(() => {
  under = ledgerIn(redis)
  runners = []
})
afterEach(() => Promise.all(runners.map((runner) => runner.stop())))

async function queued(count: number, overrides = {}): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => pricedJob(overrides))
  for (const job of jobs) await under.ledger.accept(job, null)
  return jobs.map(({ id }) => id)
}
async function created(changes: Partial<NewBulk> = {}): Promise<BulkRecord> {
  const wish = { act: 'cancel', tenant: 'acme', by: 'ops', filter: { model: 'nano-banana-2' }, limit: null }
  const key = { keyHash: randomBytes(8).toString('hex'), fingerprint: 'f', ttlMs: 60_000 }
  const made = await under.ledger.bulk.create({ ...wish, ...changes } as NewBulk, key)
  if (made.kind === 'conflict') throw new Error('conflict')
  return made.bulk
}

/** Runs until the bulk act has ended; `faults` is what was reported. */
function start(ledger: Ledger, deps: Partial<RunnerDeps> = {}) {
  const ends = new EventEmitter()
  const faults: unknown[] = []
  const runner = startBulkRunner({
    act: 'cancel',
    bulk: ledger.bulk,
    actOn: (bulk, id) =>
      bulk.act === 'cancel'
        ? cancelListedJob(ledger.acts, bulk, id)
        : Promise.reject(new Error('only cancels here')),
    report: {
      fault: (_step, error) => void faults.push(error),
      bulkActed: () => undefined,
      bulkEnded: ({ id }, end) => void ends.emit('ended', id, end),
    },
    requestFeed: () => undefined,
    slice: 10,
    atOnce: 5,
    readRestMs: 0,
    ...deps,
  })
  runners.push(runner)
  return { faults, ended: once(ends, 'ended'), stop: runner.stop }
}

describe('a worker', () => {
  test('cancels all that a bulk cancel found, and ends it', async () => {
    const ids = await queued(25)
    const { id } = await created()
    await start(under.ledger).ended
    expect(await under.ledger.bulk.read(id)).toMatchObject({
      status: 'done',
      left: 0,
      did: { canceled: 25, requested: 0 },
    })
    for (const job of ids) expect(await under.ledger.read(job)).toMatchObject({ state: 'canceled' })
  })

  test('makes the list of many jobs first, goes on where a dead one left it, and cancels each once', async () => {
    const ids = (await Promise.all(Array.from({ length: 30 }, () => queued(20)))).flat()
    const { id, status, found } = await created()
    expect([status, found < ids.length]).toEqual(['listing', true])
    const { bulk } = under.ledger
    const deaths = new EventEmitter()
    const dead = start(under.ledger, {
      bulk: {
        ...bulk,
        async enlist(...args) {
          await bulk.enlist(...args)
          await redis.del(`${under.prefix}:bulkLane:cancel`)
          deaths.emit('died')
          return new Promise(() => undefined)
        },
      },
    })
    await once(deaths, 'died')
    expect(await bulk.read(id)).toMatchObject({ status: 'listing', did: { canceled: 0 } })
    await start(under.ledger, { slice: 200, atOnce: 20 }).ended
    runners = runners.filter(({ stop }) => stop !== dead.stop)
    expect(await bulk.read(id)).toMatchObject({
      status: 'done',
      found: ids.length,
      left: 0,
      did: { canceled: ids.length, requested: 0 },
      skipped: {},
    })
    const states = await Promise.all(ids.map(async (job) => (await under.ledger.read(job))?.state))
    expect(new Set(states)).toEqual(new Set(['canceled']))
  }, 60_000)

  test('cancels no more than the limit, oldest first', async () => {
    const ids = await queued(7)
    const { id } = await created({ limit: 3 })
    await start(under.ledger).ended
    expect(await under.ledger.bulk.read(id)).toMatchObject({ status: 'done', left: 4, did: { canceled: 3 } })
    const states = await Promise.all(ids.map(async (job) => (await under.ledger.read(job))?.state))
    expect(states).toEqual([...Array(3).fill('canceled'), ...Array(4).fill('queued')])
  })

  test('leaves what changed, what is marked, what is outside the filter and what it cannot read', async () => {
    const [ended, marked, , gone, spoilt, right] = [
      ...(await queued(2, { customId: 'a-1' })),
      ...(await queued(1, { customId: 'b-1' })),
      ...(await queued(3, { customId: 'a-2' })),
    ]
    const { id } = await created({ filter: { customIdPrefix: 'a-' } })
    await under.ledger.cancel(ended!)
    await under.run(marked!)
    await under.ledger.cancel(marked!)
    await redis.del(`${under.prefix}:job:${gone}`)
    await redis.del(`${under.prefix}:job:${spoilt}`)
    await redis.set(`${under.prefix}:job:${spoilt}`, 'no hash')
    const { faults, ended: isEnded } = start(under.ledger)
    await isEnded
    expect(await under.ledger.bulk.read(id)).toMatchObject({
      status: 'done',
      found: 6,
      left: 0,
      did: { canceled: 1 },
      skipped: { changed: 1, alreadyRequested: 1, outsideFilter: 1, unreadable: 1, fault: 1 },
    })
    expect(faults).toHaveLength(1)
    expect(await under.ledger.read(right!)).toMatchObject({ state: 'canceled' })
  })

  test('shares the jobs with others, each of them canceled once', async () => {
    await queued(60)
    const acts = await Promise.all([created(), created(), created()])
    const workers = [start(under.ledger), start(under.ledger), start(under.ledger)]
    const left = new Set(acts.map(({ id }) => id))
    while (left.size > 0) {
      await Promise.race(workers.map(({ ended }) => ended))
      for (const id of left) if ((await under.ledger.bulk.read(id))?.endedAt !== null) left.delete(id)
    }
    const records = await Promise.all(acts.map(({ id }) => under.ledger.bulk.read(id)))
    const canceled = records.map((record) => (record!.did as { canceled: number }).canceled)
    expect(canceled.reduce((sum, count) => sum + count)).toBe(60)
    for (const record of records) {
      const skipped = Object.values(record!.skipped).reduce((sum, count) => sum + count, 0)
      expect([
        record!.status,
        record!.left,
        skipped + (record!.did as { canceled: number }).canceled,
      ]).toEqual(['done', 0, 60])
    }
  })

  test('that is held up longer than its lease drops its slice, and the next one goes on', async () => {
    const ids = await queued(4)
    const { id } = await created()
    const slow = under.ledger.bulk
    const claims = new EventEmitter()
    const held = start(under.ledger, {
      bulk: {
        ...slow,
        async claim(...args) {
          const claimed = await slow.claim(...args)
          if (claimed !== null) await redis.del(`${under.prefix}:bulkLane:cancel`)
          if (claimed !== null) await new Promise((resolve) => claims.emit('claimed', resolve))
          return claimed
        },
      },
    })
    const [letGo] = (await once(claims, 'claimed')) as [() => void]
    await start(under.ledger).ended
    letGo()
    await held.stop()
    expect(await slow.read(id)).toMatchObject({ status: 'done', did: { canceled: 4 }, skipped: {} })
    expect(held.faults).toEqual([])
    for (const job of ids) expect(await under.ledger.read(job)).toMatchObject({ state: 'canceled' })
  })
})
