import { describe, expect, test } from '@jest/globals'
import { parseApiKeys } from './api-keys.ts'

const SECRET = 'a-long-enough-secret'
const OTHER = 'another-good-secret'

const faultsOf = (text: string) => {
  const reading = parseApiKeys(text)
  return reading.ok ? [] : reading.faults
}

describe('a list of API keys', () => {
  test('gives each key its tenant, scopes and secret', () => {
    expect(parseApiKeys(`shop:submit+read:${SECRET}, ops_1:admin:${OTHER}`)).toEqual({
      ok: true,
      keys: [
        { tenant: 'shop', scopes: ['submit', 'read'], secret: SECRET },
        { tenant: 'ops_1', scopes: ['admin'], secret: OTHER },
      ],
    })
  })

  test('keeps colons that stand in a secret', () => {
    expect(parseApiKeys('shop:read:sixteen:letters::')).toMatchObject({
      keys: [{ secret: 'sixteen:letters::' }],
    })
  })

  test('names a scope once, however often it was given', () => {
    expect(parseApiKeys(`shop:read+read:${SECRET}`)).toMatchObject({ keys: [{ scopes: ['read'] }] })
  })

  test.each([
    ['a name in capitals', `Shop:read:${SECRET}`, /^key 1 needs a name/],
    ['no name', `:read:${SECRET}`, /^key 1 needs a name/],
    ['a name of 41 characters', `${'a'.repeat(41)}:read:${SECRET}`, /^key 1 needs a name/],
    ['an unknown scope', `shop:write:${SECRET}`, /^key 1 needs one or more of the scopes submit, read/],
    ['no scope', `shop::${SECRET}`, /^key 1 needs one or more of the scopes/],
    ['a secret of 15 characters', 'shop:read:123456789012345', /^key 1 needs a secret of at least 16/],
    ['a secret with a space', 'shop:read:1234567890 123456', /^key 1 needs a secret/],
    ['a secret out of ASCII', 'shop:read:ключключключключ', /^key 1 needs a secret/],
    ['the same name twice', `shop:read:${SECRET},shop:submit:${OTHER}`, /^key 2 has the name of key 1$/],
    ['the same secret twice', `shop:read:${SECRET},ops:admin:${SECRET}`, /^key 2 has the secret of key 1$/],
  ])('is refused for %s', (_, text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(fault)])
  })

  test('is refused with all that is wrong in all keys', () => {
    expect(faultsOf(`Shop:write:short,ops:read:${SECRET},`)).toHaveLength(6)
  })

  test('shows no part of a faulty key, whatever the order of the parts', () => {
    const text = `${SECRET}:shop:read,read:${OTHER}:shop,deadbeefdeadbeef00`
    const said = faultsOf(text).join()
    for (const part of [SECRET, OTHER, 'deadbeef', 'shop']) expect(said).not.toContain(part)
    expect(said).toContain('key 3')
  })
})
