import { beforeEach, describe, expect, test } from '@jest/globals'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { ledgerUnderTest, newJob, type LedgerUnderTest } from '../testing/ledger-under-test.ts'
import { createLedger } from '../create-ledger.ts'
import type { KeyAsker, NewKey } from './key-ledger.ts'

const own = usePrivateRedis()
let under: LedgerUnderTest
beforeEach(() => void (under = ledgerUnderTest(own.redis)))

const ASKER: KeyAsker = { from: 'environment', environmentHasAdmin: false }
const ROOT: KeyAsker = { from: 'environment', environmentHasAdmin: true }
const OF_A_KEY: KeyAsker = { from: 'ledger', environmentHasAdmin: true }

const newKey = (name: string, changes: Partial<NewKey> = {}): NewKey => ({
  id: 'a'.repeat(12),
  name,
  tenant: name,
  scopes: ['submit'],
  digest: 'd'.repeat(64),
  lastFour: 'WXYZ',
  createdBy: 'local',
  expiresAt: null,
  limits: {},
  ...changes,
})
const make = (name: string, changes: Partial<NewKey> = {}) =>
  under.ledger.keys.create(newKey(name, changes), ASKER)
const makeByNobody = (name: string) =>
  under.ledger.keys.create(newKey(name, { scopes: ['admin'] }), {
    from: 'nobody',
    environmentHasAdmin: false,
  })
const makeAdmin = (name = 'boss') => make(name, { scopes: ['admin'] })

const queued = (tenant: string) => under.ledger.accept(newJob({ tenant, ceiling: 3 }), null)
const acts = async (query: object = {}) =>
  (await under.ledger.auditPage({ limit: 50, ...query })).entries.map(({ act, target }) => `${act} ${target}`)

describe('a key in the ledger', () => {
  test('is read back with all that it was made with, until nothing has changed', async () => {
    expect(await under.ledger.keys.read(null)).toMatchObject({ kind: 'none' })
    await makeAdmin()
    await make('shop', { expiresAt: 5, limits: { weight: 0.5, budgetPerDay: 1.5, queueLimit: 7 } })
    const read = await under.ledger.keys.read(null)
    if (read.kind !== 'changed') throw new Error(read.kind)
    expect(read.keys.find(({ name }) => name === 'shop')).toEqual({
      ...newKey('shop', { expiresAt: 5 }),
      limits: undefined,
      createdAt: expect.any(Number),
      revokedAt: null,
      revokedBy: null,
    })
    expect(read.limits.get('shop')).toEqual({ weight: 0.5, budgetPerDay: 1.5, queueLimit: 7 })
    expect(await under.ledger.keys.read(read.version)).toMatchObject({ kind: 'same' })
    await under.ledger.keys.revoke('shop', 'boss', ASKER)
    expect(await under.ledger.keys.read(read.version)).toMatchObject({ kind: 'changed' })
  })

  test('keeps its name for good', async () => {
    await makeAdmin()
    expect(await make('shop')).toMatchObject({ kind: 'created' })
    await under.ledger.keys.revoke('shop', 'boss', ASKER)
    expect(await make('shop')).toEqual({ kind: 'taken' })
  })

  test('is revoked once, however often it is asked for', async () => {
    await makeAdmin()
    await make('shop')
    const [one, again] = [
      await under.ledger.keys.revoke('shop', 'boss', ASKER),
      await under.ledger.keys.revoke('shop', 'somebody', ASKER),
    ]
    expect(again).toEqual(one)
    expect(one).toMatchObject({ kind: 'revoked', key: { revokedBy: 'boss' } })
    expect(await under.ledger.keys.revoke('nobody', 'boss', ASKER)).toEqual({ kind: 'gone' })
  })

  test('whose record is damaged is no key, and hides no other', async () => {
    await makeAdmin()
    await own.redis.hset(`${under.prefix}:apiKeys`, 'broken', '{"name": "bro')
    const read = await under.ledger.keys.read(null)
    expect(read.kind === 'changed' && read.keys.map(({ name }) => name)).toEqual(['boss'])
  })

  test('tells when it was last used', async () => {
    await under.ledger.keys.noteUse(['shop'])
    expect([...(await under.ledger.keys.lastUses()).keys()]).toEqual(['shop'])
  })
})

describe('the last who may manage keys', () => {
  test('comes first, and is one that never ends', async () => {
    expect(await make('shop')).toEqual({ kind: 'adminFirst' })
    expect(await make('boss', { scopes: ['admin'], expiresAt: 9e12 })).toEqual({ kind: 'adminFirst' })
    expect(await makeAdmin()).toMatchObject({ kind: 'created' })
    expect(await make('shop')).toMatchObject({ kind: 'created' })
  })

  test('cannot be revoked, also not by two people at once', async () => {
    await makeAdmin('one')
    await makeAdmin('two')
    const both = await Promise.all(['one', 'two'].map((name) => under.ledger.keys.revoke(name, name, ASKER)))
    expect(both.map(({ kind }) => kind)).toEqual(['revoked', 'lastAdmin'])
  })

  test('may go where the environment has another', async () => {
    await makeAdmin()
    expect(await under.ledger.keys.revoke('boss', 'root', ROOT)).toMatchObject({ kind: 'revoked' })
    expect(await under.ledger.keys.create(newKey('shop'), ROOT)).toMatchObject({ kind: 'created' })
    // Nobody needs a key again for that.
    expect(await under.ledger.keys.read(null)).toMatchObject({ kind: 'changed' })
  })
})

describe('as many keys as may be kept', () => {
  test('the longest revoked one makes room, and without one there is none', async () => {
    await makeAdmin()
    const filled = Array.from({ length: 999 }, (_, n) => [`k${n}`, JSON.stringify(newKey(`k${n}`))]).flat()
    await own.redis.hset(`${under.prefix}:apiKeys`, ...filled)
    expect(await make('one-more')).toEqual({ kind: 'full' })
    await under.ledger.keys.revoke('k5', 'boss', ASKER)
    expect(await make('one-more')).toMatchObject({ kind: 'created' })
    expect(await own.redis.hexists(`${under.prefix}:apiKeys`, 'k5')).toBe(0)
  })
})

describe('limits in the ledger', () => {
  test('bound the queue of a tenant whatever the process was told', async () => {
    await makeAdmin()
    under = { ...under, ledger: ledgerUnderTestAt(under, { queuePerKey: { acme: 1 } }) }
    await make('acme', { limits: { queueLimit: 2 } })
    const outcomes = [await queued('acme'), await queued('acme'), await queued('acme')]
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'queueFull'])
  })

  test('give each tenant its share of the turns', async () => {
    await makeAdmin()
    await make('acme', { limits: { weight: 3 } })
    await make('other', { limits: {} })
    const narrow = ledgerUnderTestAt(under, { submitWindow: { count: 8, windowMs: 600_000 } })
    for (let n = 0; n < 8; n++) await Promise.all([queued('acme'), queued('other')])
    const { rings } = await narrow.feed()
    const tenants = await Promise.all(rings.map(async ({ id }) => (await narrow.read(id))?.tenant))
    expect(tenants.filter((tenant) => tenant === 'acme')).toHaveLength(6)
  })

  test('hold a tenant to what it may spend in a day, and let go when it may spend more', async () => {
    await makeAdmin()
    await make('acme', { limits: { budgetPerDay: 5 } })
    await queued('acme')
    await queued('acme')
    const [first, second] = (await under.ledger.feed()).rings
    expect(await under.ledger.begin(first!.id, 'a-secret-of-attempt-1')).toMatchObject({ kind: 'go' })
    expect(await under.ledger.begin(second!.id, 'another-secret-of-1')).toMatchObject({ gate: 'budget' })
    expect((await under.ledger.feed()).rings).toEqual([])
    const held = (await under.ledger.read(second!.id))!
    expect((await under.ledger.waitingFor([held])).get(held.id)).toMatchObject({ gate: 'budget' })
    await make('acme-2', { tenant: 'acme', limits: { budgetPerDay: 50 } })
    expect((await under.ledger.feed()).rings).toMatchObject([{ id: held.id }])
    expect(await under.ledger.begin(held.id, 'a-third-secret-of-1')).toMatchObject({ kind: 'go' })
  })

  test('stay when a second key is made for the tenant, and go when it is told so', async () => {
    await makeAdmin()
    await make('acme', { limits: { weight: 3, queueLimit: 5 } })
    await make('acme-2', { tenant: 'acme', limits: { queueLimit: null } })
    const read = await under.ledger.keys.read(null)
    const limits = read.kind === 'changed' && read.limits.get('acme')
    expect(limits).toEqual({ weight: 3, budgetPerDay: null, queueLimit: null })
  })
})

describe('the audit', () => {
  test('tells of keys, pauses and canceled batches, the newest first', async () => {
    await makeAdmin()
    await make('shop', { createdBy: 'boss', limits: { weight: 2 } })
    await under.ledger.pause('model:z-image', 'boss')
    await under.ledger.resume('model:z-image', 'other')
    await under.ledger.keys.revoke('shop', 'boss', ASKER)
    expect(await acts()).toEqual([
      'revokeKey shop',
      'resumeSubmissions model:z-image',
      'pauseSubmissions model:z-image',
      'createKey shop',
      'createKey boss',
    ])
    expect(await acts({ actor: 'other' })).toEqual(['resumeSubmissions model:z-image'])
    expect(await acts({ act: 'createKey', actor: 'boss' })).toEqual(['createKey shop'])
    const { entries } = await under.ledger.auditPage({ limit: 50, act: 'createKey', actor: 'boss' })
    expect(entries[0]!.details).toEqual({ tenant: 'shop', scopes: 'submit', weight: '2' })
    expect(JSON.stringify(await under.ledger.auditPage({ limit: 50 }))).not.toMatch(/dddd|WXYZ/)
  })

  test('comes in pages, by time too, and says when there is no more', async () => {
    for (let n = 0; n < 5; n++) await under.ledger.pause('submit', `by-${n}`)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await under.ledger.auditPage({ limit: 2, ...(cursor !== null && { cursor }) })
      seen.push(...page.entries.map(({ actor }) => actor))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(['by-4', 'by-3', 'by-2', 'by-1', 'by-0'])
    const [newest] = (await under.ledger.auditPage({ limit: 1 })).entries
    expect(await acts({ since: newest!.at + 1 })).toEqual([])
    expect(await acts({ until: 1 })).toEqual([])
    expect(await acts({ since: 1, until: newest!.at + 1 })).toHaveLength(5)
  })
})

/** Another process of the same installation. */
function ledgerUnderTestAt(
  { prefix, limits }: LedgerUnderTest,
  overrides: Partial<LedgerUnderTest['limits']>,
) {
  return createLedger(own.redis, prefix, { ...limits, ...overrides })
}

describe('a key that ended a moment ago', () => {
  test('makes no other key and ends none, though its process has not heard of it', async () => {
    await makeAdmin()
    await makeAdmin('stolen')
    const asStolen = (name: string) =>
      under.ledger.keys.create(newKey(name, { createdBy: 'stolen' }), OF_A_KEY)
    expect(await asStolen('one')).toMatchObject({ kind: 'created' })
    await under.ledger.keys.revoke('stolen', 'boss', ASKER)
    expect(await asStolen('two')).toEqual({ kind: 'refused' })
    expect(await under.ledger.keys.revoke('boss', 'stolen', OF_A_KEY)).toEqual({ kind: 'refused' })
    await make('brief', { scopes: ['admin'], expiresAt: 5 })
    expect(await under.ledger.keys.revoke('boss', 'brief', OF_A_KEY)).toEqual({ kind: 'refused' })
    expect(await under.ledger.keys.revoke('boss', 'forgotten', OF_A_KEY)).toEqual({ kind: 'refused' })
  })

  test('is no matter to who comes through the open door, until the first key closes it', async () => {
    const both = await Promise.all(['one', 'two'].map(makeByNobody))
    expect(both.map(({ kind }) => kind)).toEqual(['created', 'refused'])
  })
})
