import { describe, expect, test } from '@jest/globals'
import { newKey } from '../testing/batches.ts'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import type { BulkRecord, CancelFilter } from './bulk-record.ts'
import { nextStepOf } from './bulk-record.ts'

const own = usePrivateRedis()

/** More than one slice looks at. */
const MANY = 600

async function queued({ ledger }: LedgerUnderTest, count: number, overrides = {}): Promise<string[]> {
  const jobs = Array.from({ length: count }, () => newJob(overrides))
  await Promise.all(jobs.map((job) => ledger.accept(job, null)))
  return jobs.map(({ id }) => id)
}
async function created({ ledger }: LedgerUnderTest, filter: CancelFilter): Promise<BulkRecord> {
  const wish = { act: 'cancel', tenant: 'acme', by: 'ops', filter, limit: null } as const
  const made = await ledger.bulk.create(wish, newKey())
  if (made.kind === 'conflict') throw new Error('conflict')
  return made.bulk
}
async function claimed({ ledger }: LedgerUnderTest) {
  const claim = await ledger.bulk.claim('cancel', 10)
  if (claim === null) throw new Error('nothing to claim')
  return claim
}
/** How many slices it took. */
async function enlistAll({ ledger }: LedgerUnderTest, id: string, lease: number): Promise<number> {
  for (let slices = 1; ; slices++) {
    const enlisted = await ledger.bulk.enlist(id, lease)
    if (enlisted === 'whole') return slices
    if (enlisted !== 'more') throw new Error(enlisted)
  }
}
const listed = ({ prefix }: LedgerUnderTest, id: string) =>
  own.redis.zrange(`${prefix}:bulkTodo:${id}`, '0', '-1')
const leaseRunsOut = ({ prefix }: LedgerUnderTest) => own.redis.del(`${prefix}:bulkLane:cancel`)

describe('the list of a bulk act over many jobs', () => {
  test('is made slice by slice, before anything is done, of what was there when it came to be', async () => {
    const under = ledgerUnderTest(own.redis)
    const jobs = await queued(under, MANY)
    const made = await created(under, { state: 'queued' })
    expect(made.status).toBe('listing')
    expect(made.found).toBeGreaterThan(0)
    expect(made.found).toBeLessThan(MANY)
    expect(made.left).toBe(made.found)
    await queued(under, 20)

    const { bulk, lease, isFrozen } = await claimed(under)
    expect(nextStepOf(bulk, isFrozen)).toEqual({ kind: 'enlist' })
    expect(await enlistAll(under, made.id, lease)).toBeGreaterThan(1)
    expect(await under.ledger.bulk.read(made.id)).toMatchObject({
      status: 'planned',
      found: MANY,
      left: MANY,
    })
    expect(new Set(await listed(under, made.id))).toEqual(new Set(jobs))
    expect(await own.redis.exists(`${under.prefix}:bulkWalks:${made.id}`)).toBe(0)
  })

  test('has each job that goes to and fro between states meanwhile, and none that has ended', async () => {
    const under = ledgerUnderTest(own.redis)
    const jobs = await queued(under, MANY)
    const { id } = await created(under, { since: 0 })
    const { lease } = await claimed(under)
    // The youngest are not looked at yet.
    const [ended, sent] = [jobs.at(-1)!, jobs.at(-2)!]
    await under.ledger.cancel(ended)
    await under.ledger.feed()
    await own.redis.zrem(`${under.prefix}:state:queued`, sent)
    await own.redis.zadd(`${under.prefix}:state:running`, (await under.ledger.read(sent))!.seq, sent)
    await enlistAll(under, id, lease)
    const list = await listed(under, id)
    expect(list).toHaveLength(MANY - 1)
    expect(new Set(list)).toEqual(new Set(jobs.filter((job) => job !== ended)))
  })

  test('goes along the shortest index, and takes what stands in the others as well', async () => {
    const under = ledgerUnderTest(own.redis)
    await queued(under, 300)
    const [ended, ...few] = await queued(under, 3, { model: 'z-image' })
    await queued(under, 2, { model: 'z-image', tenant: 'other' })
    await under.ledger.cancel(ended!)
    const made = await created(under, { model: 'z-image' })
    expect(made).toMatchObject({ status: 'planned', found: 2 })
    expect(new Set(await listed(under, made.id))).toEqual(new Set(few))
  })

  test('is gone on with where a dead worker left it, each job on it once', async () => {
    const under = ledgerUnderTest(own.redis)
    await queued(under, MANY)
    const { id, found } = await created(under, { state: 'queued' })
    const dead = await claimed(under)
    expect(await under.ledger.bulk.enlist(id, dead.lease)).toBe('more')
    await leaseRunsOut(under)
    const { bulk, lease } = await claimed(under)
    expect(bulk.found).toBeGreaterThan(found)
    expect(await under.ledger.bulk.enlist(id, dead.lease)).toBe('late')
    await enlistAll(under, id, lease)
    expect(await under.ledger.bulk.read(id)).toMatchObject({ found: MANY, left: MANY })
    expect(await under.ledger.bulk.enlist(id, lease)).toBe('whole')
  })

  test('grows no more once it was aborted, and leaves nothing behind', async () => {
    const under = ledgerUnderTest(own.redis)
    await queued(under, MANY)
    const { id, found } = await created(under, { state: 'queued' })
    const { lease } = await claimed(under)
    await under.ledger.bulk.abort(id, 'a person')
    expect(await under.ledger.bulk.enlist(id, lease)).toBe('ended')
    expect(await under.ledger.bulk.read(id)).toMatchObject({ status: 'aborted', found, left: found })
    expect(await own.redis.keys(`${under.prefix}:bulk*:${id}`)).toEqual([`${under.prefix}:bulk:${id}`])
    expect(await under.ledger.bulk.claim('cancel', 1)).toBeNull()
    expect(await under.ledger.bulk.enlist('cancel_0123456789abcdef01234567', 1)).toBe('gone')
  })
})
