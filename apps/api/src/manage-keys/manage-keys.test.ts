import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { drawSecret } from '../access/secret.ts'
import { JOB_BODY } from '../testing/drive-job.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const ROOT = 'the-secret-of-the-environment'
const suite = useTestApi({
  KILN_API_KEYS: `root:admin:${ROOT}`,
  KILN_BUDGET_PER_DAY: '*=100',
  KILN_QUEUE_PER_KEY: '*=50',
})

const OF_THE_ENVIRONMENT = { from: 'environment', environmentHasAdmin: true } as const

const as = (secret: string) => ({ authorization: `Bearer ${secret}` })
const post = (url: string, payload?: unknown, secret = ROOT, kiln = suite.kiln, orderedAs?: string) =>
  kiln.call(url, {
    method: 'POST',
    headers: { ...as(secret), ...(orderedAs !== undefined && { 'idempotency-key': orderedAs }) },
    ...(payload !== undefined && { payload }),
  })
const make = async (name: string, more: object = {}) => {
  const answer = await post('/v1/keys', { name, scopes: ['submit', 'read'], ...more })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return answer.json()
}
const get = (url: string, secret = ROOT, kiln = suite.kiln) => kiln.call(url, { headers: as(secret) })
const listed = async (name: string) =>
  (await get('/v1/keys')).json().keys.find((key: { name: string }) => key.name === name)

describe('a key', () => {
  test('is made with a secret that is shown once and kept nowhere', async () => {
    const answer = await post('/v1/keys', { name: 'shop', scopes: ['submit', 'read', 'read'] })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['cache-control']).toBe('no-store')
    const { secret, ...key } = answer.json()
    expect(secret).toMatch(/^kiln_[0-9a-f]{12}_[\w-]{43}$/)
    expect(key).toEqual({
      name: 'shop',
      tenant: 'shop',
      scopes: ['submit', 'read'],
      source: 'ledger',
      lastFour: secret.slice(-4),
      caps: { weight: 1, budgetPerDay: 100, queueLimit: 50 },
      createdAt: expect.any(String),
      createdBy: 'root',
      expiresAt: null,
      revokedAt: null,
      revokedBy: null,
      lastUsedAt: null,
    })
    expect((await get('/v1/jobs', secret)).statusCode).toBe(200)
    const told = await Promise.all(['/v1/keys', '/v1/audit'].map(async (url) => (await get(url)).body))
    const stored = await dump()
    for (const text of [...told, stored, suite.kiln.logged()]) {
      expect(text).toContain('shop')
      expect(text).not.toContain(secret.slice(18))
    }
    expect(told.join()).not.toMatch(/digest|[0-9a-f]{64}/)
  })

  test('tells when it was used, and the environment stands in the list too', async () => {
    const { secret } = await make('used')
    expect((await listed('used')).lastUsedAt).toBeNull()
    await get('/v1/jobs', secret)
    await suite.kiln.hearKeys()
    expect((await listed('used')).lastUsedAt).toEqual(expect.any(String))
    expect(await listed('root')).toMatchObject({ source: 'environment', lastFour: null, scopes: ['admin'] })
  })

  test('is refused once it is revoked, and revoking it twice changes nothing', async () => {
    const { secret } = await make('gone')
    const [one, again] = [await post('/v1/keys/gone/revoke'), await post('/v1/keys/gone/revoke')]
    expect(one.json()).toMatchObject({ name: 'gone', revokedBy: 'root', revokedAt: expect.any(String) })
    expect(again.json()).toEqual(one.json())
    const refused = await get('/v1/jobs', secret)
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'keyRevoked'])
  })

  test('is refused once its time is over, and not made for a time that is over', async () => {
    const late = await post('/v1/keys', { name: 'late', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' })
    expect(late.json()).toMatchObject({ status: 422, errors: [{ path: 'expiresAt', code: 'outOfRange' }] })
    const { secret } = await make('brief', { expiresAt: '2099-01-01T00:00:00Z' })
    expect((await get('/v1/jobs', secret)).statusCode).toBe(200)
    await backdate('brief')
    const refused = await get('/v1/jobs', secret)
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'keyExpired'])
  })

  test('with another secret of the same id is not known', async () => {
    const { secret } = await make('guessed')
    const other = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A')
    for (const guess of [other, `${secret}x`, secret.slice(0, -1), secret.toUpperCase()]) {
      expect((await get('/v1/jobs', guess)).json().code).toBe('keyUnknown')
    }
  })

  test.each([
    ['a name of the environment', { name: 'root' }, 409, 'keyNameTaken'],
    ['the name of kiln itself', { name: 'kiln' }, 409, 'keyNameTaken'],
    ['the name of who needs no key', { name: 'local' }, 409, 'keyNameTaken'],
    ['a name twice', { name: 'twice' }, 409, 'keyNameTaken'],
    ['a name in capitals', { name: 'Shop' }, 422, 'validation'],
    ['no scope', { name: 'none', scopes: [] }, 422, 'validation'],
    ['an unknown scope', { name: 'none', scopes: ['write'] }, 422, 'validation'],
    ['a weight of 0', { name: 'none', weight: 0 }, 422, 'validation'],
    ['half a job', { name: 'none', queueLimit: 0.5 }, 422, 'validation'],
    ['a tenant with a slash', { name: 'none', tenant: 'a/b' }, 422, 'validation'],
    ['an unknown field', { name: 'none', admin: true }, 422, 'validation'],
  ])('is not made with %s', async (_what, body, status, code) => {
    if (body.name === 'twice') await make('twice')
    const answer = await post('/v1/keys', { scopes: ['read'], ...body })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('that is not there, or is of the environment, cannot be revoked', async () => {
    const [none, environment] = [await post('/v1/keys/nobody/revoke'), await post('/v1/keys/root/revoke')]
    expect([none.statusCode, none.json().code]).toEqual([404, 'keyNotListed'])
    expect([environment.statusCode, environment.json().code]).toEqual([409, 'keyInEnvironment'])
  })
})

test('a key whose name came into the environment later can still be revoked', async () => {
  const { secret, ...drawn } = drawSecret()
  const key = { ...drawn, name: 'root', tenant: 'root', scopes: ['read'], createdBy: 'root', expiresAt: null }
  await suite.kiln.ledger.keys.create({ ...key, limits: {} }, OF_THE_ENVIRONMENT)
  await suite.kiln.hearKeys()
  expect((await get('/v1/jobs', secret)).statusCode).toBe(200)
  expect((await post('/v1/keys/root/revoke')).statusCode).toBe(200)
  expect((await get('/v1/jobs', secret)).json().code).toBe('keyRevoked')
  expect((await get('/v1/jobs')).statusCode).toBe(200)
})

test('a key that was revoked through another process a moment ago makes no other key', async () => {
  const { secret } = await make('stolen', { scopes: ['admin'] })
  await suite.kiln.ledger.keys.revoke('stolen', 'root', OF_THE_ENVIRONMENT)
  const answer = await post('/v1/keys', { name: 'back-door', scopes: ['admin'] }, secret)
  expect([answer.statusCode, answer.json().code]).toEqual([401, 'keyRevoked'])
  expect(await listed('back-door')).toBeUndefined()
})

test('a key that came back with an older Redis is revoked again, in the name of kiln', async () => {
  const { secret } = await make('risen')
  const { redis, ledger } = suite.kiln
  const [hash] = await redis.keys('*:apiKeys')
  const before = (await redis.hget(hash!, 'risen'))!
  await post('/v1/keys/risen/revoke')
  await redis.hset(hash!, 'risen', before)
  await redis.set(`${hash}Version`, 'of-the-copy')
  await suite.kiln.hearKeys()
  expect((await get('/v1/jobs', secret)).json().code).toBe('keyRevoked')
  const read = await ledger.keys.read(null)
  const kept = read.kind === 'changed' ? read.keys : []
  expect(kept.find(({ name }) => name === 'risen')).toMatchObject({ revokedBy: 'kiln' })
})

describe('two keys of one tenant', () => {
  test('see the same jobs, each under its own name, and one goes on when the other is revoked', async () => {
    const [old, fresh] = [
      await make('studio'),
      await make('studio-2', { tenant: 'studio', scopes: ['read', 'operate'] }),
    ]
    const { id } = (await post('/v1/jobs', JOB_BODY, old.secret)).json()
    expect((await get(`/v1/jobs/${id}`, fresh.secret)).statusCode).toBe(200)
    await post('/v1/keys/studio/revoke')
    expect((await post(`/v1/jobs/${id}/cancel`, undefined, fresh.secret)).statusCode).toBe(200)
    const [entry] = (await get('/v1/audit?limit=1')).json().entries
    expect(entry).toMatchObject({ actor: 'studio-2', act: 'cancel', target: { kind: 'job', id } })
  })
})

describe('the caps of a key', () => {
  test('go before those of the environment, for all keys of its tenant', async () => {
    const { secret } = await make('capped', { queueLimit: 1, budgetPerDay: 9, weight: 2 })
    await make('capped-2', { tenant: 'capped' })
    expect((await listed('capped-2')).caps).toEqual({ weight: 2, budgetPerDay: 9, queueLimit: 1 })
    const answers = [await post('/v1/jobs', JOB_BODY, secret), await post('/v1/jobs', JOB_BODY, secret)]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 429])
    await make('capped-3', { tenant: 'capped', queueLimit: null, budgetPerDay: 1 })
    expect((await listed('capped')).caps).toEqual({ weight: 2, budgetPerDay: 1, queueLimit: 50 })
    const dear = await post('/v1/jobs', JOB_BODY, secret)
    expect(dear.json()).toMatchObject({ status: 422, errors: [{ code: 'overBudget' }] })
    const figures = (await get('/metrics')).body
    expect(figures).toContain('kiln_budget_credits{key="capped"} 1')
  })
})

describe('the audit', () => {
  test('tells of keys and pauses, the newest first, by pages and filters', async () => {
    await make('audited', { weight: 4 })
    await post('/v1/system/pause', { scope: 'model:nano-banana-2' })
    await post('/v1/system/resume', { scope: 'model:nano-banana-2' })
    await post('/v1/keys/audited/revoke')
    const { entries } = (await get('/v1/audit?limit=4&actor=root')).json()
    expect(entries).toMatchObject([
      { act: 'revokeKey', actor: 'root', target: { kind: 'key', id: 'audited' } },
      { act: 'resumeSubmissions', target: { kind: 'model', id: 'nano-banana-2' } },
      { act: 'pauseSubmissions', target: { kind: 'model', id: 'nano-banana-2' } },
      { act: 'createKey', details: { tenant: 'audited', scopes: 'submit+read', weight: '4' } },
    ])
    const first = (await get('/v1/audit?limit=1&act=createKey')).json()
    const second = (await get(`/v1/audit?limit=1&act=createKey&cursor=${first.nextCursor}`)).json()
    expect(second.entries[0].target.id).not.toBe(first.entries[0].target.id)
    expect((await get('/v1/audit?since=2099-01-01T00:00:00Z')).json()).toEqual({
      entries: [],
      nextCursor: null,
    })
    expect((await get('/v1/audit?until=2020-01-01T00:00:00Z')).json()).toEqual({
      entries: [],
      nextCursor: null,
    })
    expect((await get('/v1/audit?act=murder')).statusCode).toBe(422)
    const early = (await get('/v1/audit?since=1969-01-01T00:00:00Z&limit=1')).json()
    expect(early.entries).toHaveLength(1)
    for (const before of ['until=0001-01-01T00:00:00Z', 'cursor=0-0', 'cursor=000-00']) {
      expect((await get(`/v1/audit?${before}`)).json()).toEqual({ entries: [], nextCursor: null })
    }
  })
})

describe('a call that lasts', () => {
  test('ends with its key, be it a stream or an upload', async () => {
    const { secret } = await make('lasting')
    await suite.kiln.api.listen({ host: '127.0.0.1', port: 0 })
    const { port } = suite.kiln.api.server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/v1/batches`
    const headers = { ...as(secret), 'content-type': 'application/x-ndjson', 'idempotency-key': 'lasting' }
    const { id } = (await post('/v1/batches', { jobs: [JOB_BODY] }, secret, suite.kiln, 'followed')).json()
    const stream = await fetch(`${url}/${id}/events`, { headers: as(secret) })
    expect(stream.status).toBe(200)
    const upload = request(url, { method: 'POST', headers })
    const cut = once(upload, 'error')
    const begun = once(suite.kiln.api.server, 'request')
    upload.write(`${JSON.stringify(JOB_BODY)}\n`)
    await begun
    await post('/v1/keys/lasting/revoke')
    await expect(stream.text()).rejects.toThrow('terminated')
    expect(await cut).toMatchObject([{ code: 'ECONNRESET' }])
    expect(suite.kiln.logged()).toContain('callCut')
  })
})

describe('an installation without keys in its environment', () => {
  let local: TestApi
  let twin: TestApi
  beforeAll(async () => {
    local = await startTestApi(suite.server.url, { KILN_PREFIX: '{first-key}' })
    twin = await startTestApi(suite.server.url, { KILN_PREFIX: '{first-key}' })
  })
  afterAll(() => Promise.all([local.close(), twin.close()]))

  test('begins with a key that manages keys, asks for one from then on, and never opens again', async () => {
    const create = (body: object, secret = 'none') => post('/v1/keys', body, secret, local)
    for (const body of [
      { name: 'shop', scopes: ['submit'] },
      { name: 'boss', scopes: ['admin'], expiresAt: '2099-01-01T00:00:00Z' },
    ]) {
      expect((await create(body)).json()).toMatchObject({ status: 422, code: 'firstKeyNotAdmin' })
    }
    expect((await twin.call('/v1/jobs')).statusCode).toBe(200)

    const { secret } = (await create({ name: 'boss', scopes: ['admin'] })).json()
    expect((await local.call('/v1/jobs')).json().code).toBe('keyMissing')
    await twin.hearKeys()
    expect((await twin.call('/v1/jobs')).json().code).toBe('keyMissing')
    expect((await get('/v1/jobs', secret, twin)).statusCode).toBe(200)

    const last = await post('/v1/keys/boss/revoke', undefined, secret, twin)
    expect([last.statusCode, last.json().code]).toEqual([409, 'lastAdminKey'])
    // As after a Redis that went back in time.
    await local.redis.del('{first-key}:apiKeysVersion', '{first-key}:apiKeys')
    await twin.hearKeys()
    expect((await twin.call('/v1/jobs')).json().code).toBe('keyMissing')
  })
})

/** Everything that Redis holds of the keys, as text. */
async function dump(): Promise<string> {
  const { redis } = suite.kiln
  const names = (await redis.keys('*apiKeys')).concat(await redis.keys('*:audit'))
  const parts = await Promise.all(
    names.map(async (name) => (name.endsWith('audit') ? redis.xrange(name, '-', '+') : redis.hgetall(name))),
  )
  return JSON.stringify(parts)
}

/** Its time was over a second ago. */
async function backdate(name: string): Promise<void> {
  const { redis } = suite.kiln
  const [hash] = await redis.keys('*:apiKeys')
  const record = JSON.parse((await redis.hget(hash!, name))!)
  await redis.hset(hash!, name, JSON.stringify({ ...record, expiresAt: Date.now() - 1_000 }))
  await redis.set(`${hash}Version`, 'another')
  await suite.kiln.hearKeys()
}
