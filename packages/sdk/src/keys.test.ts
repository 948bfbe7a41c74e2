import { describe, expect, test } from '@jest/globals'
import { hangUp, json } from './testing/scripted-server.ts'
import { problemIn, useScriptedKiln } from './testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()

describe('keys', () => {
  test('are made once, and never again by themselves', async () => {
    const { kiln, seen } = await kilnAgainst([json(201, { name: 'shop', secret: 's' }), hangUp])
    expect(await kiln.createKey({ name: 'shop', scopes: ['read'] })).toMatchObject({ secret: 's' })
    expect(await problemIn(kiln.createKey({ name: 'two', scopes: ['read'] }))).toMatchObject({
      code: 'unreachable',
    })
    expect(seen.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['POST', '/v1/keys', '{"name":"shop","scopes":["read"]}'],
      ['POST', '/v1/keys', '{"name":"two","scopes":["read"]}'],
    ])
  })

  test('are revoked until that is answered, and listed', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp, json(200, { name: 'a/b' }), json(200, { keys: [] })])
    expect(await kiln.revokeKey('a/b')).toEqual({ name: 'a/b' })
    expect(await kiln.keys()).toEqual([])
    expect(seen.map(({ url }) => url)).toEqual(['/v1/keys/a%2Fb/revoke', '/v1/keys/a%2Fb/revoke', '/v1/keys'])
  })
})

test('the audit comes page by page', async () => {
  const { kiln, seen } = await kilnAgainst([
    json(200, { entries: [{ act: 'cancel' }], nextCursor: '7-0' }),
    json(200, { entries: [{ act: 'bind' }], nextCursor: null }),
  ])
  const acts: string[] = []
  for await (const { act } of kiln.audit({ actor: 'ops' })) acts.push(act)
  expect(acts).toEqual(['cancel', 'bind'])
  expect(seen.map(({ url }) => url)).toEqual(['/v1/audit?actor=ops', '/v1/audit?actor=ops&cursor=7-0'])
})
