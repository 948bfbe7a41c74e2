import { describe, expect, test } from '@jest/globals'
import { decideAccess, LOCAL_CALLER, type Access, type RequestSigns } from './decide-access.ts'
import { createKeyring } from './keyring.ts'

const keyring = createKeyring(
  [
    { tenant: 'shop', scopes: ['submit', 'read'], secret: 'shop-secret' },
    { tenant: 'shop', scopes: ['read'], secret: 'shop-second-secret' },
    { tenant: 'ops', scopes: ['operate'], secret: 'ops-secret' },
    { tenant: 'root', scopes: ['admin'], secret: 'root-secret' },
  ],
  () => 0,
)
const noKeys = createKeyring([], () => 0)
noKeys.hear({ kind: 'none', now: 0 }, 0)
const from = (signs: Partial<RequestSigns>): RequestSigns => ({
  authorization: undefined,
  host: '127.0.0.1:3000',
  origin: undefined,
  ...signs,
})
const bearer = (secret: string) => from({ authorization: `Bearer ${secret}` })
const answer = (access: Access, signs: RequestSigns, keys = true) => {
  const decision = decideAccess(access, signs, keys ? keyring : noKeys)
  return decision.kind === 'allowed' ? decision.caller.tenant : decision.code
}

const local = (signs: Partial<RequestSigns>, access: Access = 'operate') => answer(access, from(signs), false)

describe('with keys', () => {
  test.each<[Access, string, string]>([
    ['submit', 'shop-secret', 'shop'],
    ['read', 'shop-secret', 'shop'],
    ['operate', 'shop-secret', 'scopeMissing'],
    ['read', 'shop-second-secret', 'shop'],
    ['submit', 'shop-second-secret', 'scopeMissing'],
    ['operate', 'ops-secret', 'ops'],
    ['read', 'ops-secret', 'scopeMissing'],
    ['submit', 'root-secret', 'root'],
    ['operate', 'root-secret', 'root'],
    ['admin', 'root-secret', 'root'],
    ['admin', 'ops-secret', 'scopeMissing'],
    ['read', 'shop-secreT', 'keyUnknown'],
    ['read', 'shop-secret-and-more', 'keyUnknown'],
    ['read', 'shop', 'keyUnknown'],
  ])('a call for %s with the key %s is answered %s', (access, secret, expected) => {
    expect(answer(access, bearer(secret))).toBe(expected)
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic c2hvcDpzaG9wLXNlY3JldA==',
    'shop-secret',
    'Bearer a b',
  ])('no key is seen in the header %p', (authorization) => {
    expect(answer('read', from({ authorization }))).toBe('keyMissing')
  })

  test('the scheme may be written in any case, with more than one blank', () => {
    expect(answer('read', from({ authorization: 'bearer   shop-secret' }))).toBe('shop')
  })

  test('Host and Origin do not matter, for the key protects', () => {
    const signs = from({
      authorization: 'Bearer shop-secret',
      host: 'kiln.example',
      origin: 'https://shop.example',
    })
    expect(answer('read', signs)).toBe('shop')
  })

  test('what is shown to everybody needs no key', () => {
    expect(decideAccess('shown', from({}), keyring).kind).toBe('allowed')
  })

  test('a refusal names the scope that is missing and those the key has', () => {
    expect(decideAccess('operate', bearer('shop-secret'), keyring)).toEqual({
      kind: 'refused',
      code: 'scopeMissing',
      needed: 'operate',
      held: ['submit', 'read'],
    })
  })
})

describe('without keys', () => {
  test.each([
    'localhost',
    'LOCALHOST:3000',
    '127.0.0.1',
    '127.0.0.1:3000',
    '127.255.0.9:1',
    '[::1]',
    '[::1]:65535',
  ])('the Host %s is this machine', (host) => {
    expect(local({ host })).toBe(LOCAL_CALLER.tenant)
  })

  test.each([
    undefined,
    '',
    'kiln.example',
    'localhost.evil.example',
    'evil.example:127',
    '127.0.0.1.nip.io',
    '127.0.0.256',
    '127.1',
    '0.0.0.0:3000',
    '10.0.0.1',
    '[::2]',
    '::1',
    'localhost:',
    'localhost:3000@evil.example',
    'user@localhost',
    'localhost\u0000',
  ])('the Host %p is refused', (host) => {
    expect(local({ host })).toBe('hostNotLoopback')
  })

  test.each(['http://localhost:5173', 'https://127.0.0.1:3000', 'http://[::1]:3000'])(
    'a page of this machine may call: %s',
    (origin) => {
      expect(local({ origin })).toBe(LOCAL_CALLER.tenant)
    },
  )

  test.each([
    'https://evil.example',
    'null',
    '',
    'http://localhost.evil.example',
    'file://',
    'ftp://localhost',
  ])('a page from elsewhere may not: %p', (origin) => {
    expect(local({ origin })).toBe('foreignOrigin')
    expect(local({ origin }, 'shown')).toBe('foreignOrigin')
  })

  test('an Authorization header is of no interest', () => {
    expect(local({ authorization: 'Bearer whatever' })).toBe(LOCAL_CALLER.tenant)
  })

  test('open routes can be called under any name, by any page', () => {
    const signs = from({ host: 'kiln.example', origin: 'https://evil.example' })
    expect(decideAccess('open', signs, noKeys).kind).toBe('allowed')
  })
})
