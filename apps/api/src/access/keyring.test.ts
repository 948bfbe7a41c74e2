import { beforeEach, describe, expect, test } from '@jest/globals'
import type { KeyRecord, KeysRead } from '@kiln/ledger'
import { decideAccess } from './decide-access.ts'
import { createKeyring, HEARD_FOR_MS, type LiveKeyring } from './keyring.ts'
import { drawSecret } from './secret.ts'

const { secret, ...drawn } = drawSecret()
const KEY: KeyRecord = {
  ...drawn,
  name: 'shop',
  tenant: 'studio',
  scopes: ['read'],
  createdAt: 1,
  createdBy: 'root',
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
}
/** Redis' time is far from our own. */
const REDIS_AHEAD = 1_000_000

let nowMs: number
let keyring: LiveKeyring
beforeEach(() => {
  nowMs = 0
  keyring = createKeyring([], () => nowMs)
})

const changed = (keys: KeyRecord[] = [KEY]): KeysRead => ({
  kind: 'changed',
  version: 'one',
  keys,
  limits: new Map(),
  now: nowMs + REDIS_AHEAD,
})
const hear = (read: KeysRead) => keyring.hear(read, nowMs)
const signs = { authorization: `Bearer ${secret}`, host: '127.0.0.1', origin: undefined }

describe('a key of the ledger', () => {
  test('stands for its tenant, and acts under its own name', () => {
    hear(changed())
    expect(keyring.find(secret)).toEqual({
      kind: 'known',
      caller: { key: 'shop', tenant: 'studio', scopes: ['read'], from: 'ledger' },
    })
  })

  test('is not believed when the ledger has long been silent, and is again once it was heard', () => {
    hear(changed())
    nowMs = HEARD_FOR_MS
    expect(keyring.find(secret).kind).toBe('known')
    nowMs += 1
    expect(decideAccess('read', signs, keyring)).toEqual({ kind: 'refused', code: 'redisAway' })
    hear({ kind: 'same', now: nowMs + REDIS_AHEAD })
    expect(keyring.find(secret).kind).toBe('known')
  })

  test('counts as heard from when it was asked for, however long the answer took', () => {
    nowMs = 2_000
    keyring.hear(changed(), 0)
    nowMs = HEARD_FOR_MS + 1
    expect(keyring.find(secret).kind).toBe('unsure')
  })

  test("ends by Redis' time, not by our own", () => {
    hear(changed([{ ...KEY, expiresAt: REDIS_AHEAD + 10 }]))
    nowMs = 9
    expect(keyring.find(secret).kind).toBe('known')
    nowMs = 10
    expect(keyring.find(secret)).toEqual({ kind: 'refused', code: 'keyExpired' })
  })

  test('stays revoked for a process that heard of it, also when Redis goes back to before that', () => {
    hear(changed([{ ...KEY, revokedAt: REDIS_AHEAD }]))
    expect(keyring.cameBack()).toEqual([])
    hear(changed())
    expect(keyring.find(secret)).toEqual({ kind: 'refused', code: 'keyRevoked' })
    expect(keyring.cameBack()).toEqual(['shop'])
  })

  test('with a damaged digest is no key', () => {
    hear(changed([{ ...KEY, digest: 'ab' }]))
    expect(keyring.find(secret)).toEqual({ kind: 'refused', code: 'keyUnknown' })
  })
})

describe('whether a key is needed', () => {
  test('nobody can say before the ledger was heard once, so nobody is let in', () => {
    expect(decideAccess('read', { ...signs, authorization: undefined }, keyring)).toEqual({
      kind: 'refused',
      code: 'redisAway',
    })
    expect(decideAccess('open', signs, keyring).kind).toBe('allowed')
  })

  test('is settled for good by the first one, also when Redis forgets all of them', () => {
    hear({ kind: 'none', now: 0 })
    expect(keyring.needsKey()).toBe(false)
    hear(changed())
    hear({ kind: 'none', now: 0 })
    expect(keyring.needsKey()).toBe(true)
    expect(keyring.find(secret)).toEqual({ kind: 'refused', code: 'keyUnknown' })
  })

  test('is known of an environment that has some, and those work whatever the ledger does', () => {
    const own = createKeyring([{ tenant: 'ops', scopes: ['admin'], secret: 'of-the-environment' }], () => 0)
    expect(own.needsKey()).toBe(true)
    expect(own.find('of-the-environment')).toMatchObject({ caller: { key: 'ops', tenant: 'ops' } })
    expect(own.find(secret).kind).toBe('unsure')
  })
})
