import { describe, expect, test } from '@jest/globals'
import { idempotencyOf, readIdempotencyKey } from './idempotency.ts'

const HOUR = 3_600_000
const fingerprint = (body: unknown) => idempotencyOf('shop', 'k', body, 1).fingerprint

describe('readIdempotencyKey', () => {
  test.each(['a', '~'.repeat(255), '5f0c9a:order/7!'])('takes %j', (key) => {
    expect(readIdempotencyKey(key)).toEqual({ kind: 'given', key })
  })

  test.each(['', 'x'.repeat(256), 'two words', 'tab\there', 'schlüssel', 'a\0', 'one, one', ['a', 'b']])(
    'refuses %j',
    (key) => {
      expect(readIdempotencyKey(key)).toEqual({ kind: 'invalid' })
    },
  )

  test('may be left out', () => {
    expect(readIdempotencyKey(undefined)).toEqual({ kind: 'none' })
  })
})

describe('idempotencyOf', () => {
  test('knows a body again whatever the order of its keys', () => {
    const one = { model: 'm', input: { a: 1, b: [{ c: 'x', d: null }] } }
    const other = { input: { b: [{ d: null, c: 'x' }], a: 1.0 }, model: 'm' }
    expect(fingerprint(one)).toBe(fingerprint(other))
  })

  test.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: {} }, { a: [] }],
    [{ a: null }, {}],
    [{ a: 'b","c":"d' }, { a: 'b', c: 'd' }],
    [{ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
  ])('tells %j from %j', (one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other))
  })

  test('keeps the keys of two tenants apart, and never shows a key', () => {
    const shop = idempotencyOf('shop', 'order-7', {}, 1)
    const ops = idempotencyOf('ops', 'order-7', {}, 1)
    expect(shop.keyHash).not.toBe(ops.keyHash)
    expect(shop.keyHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    [1, 72 * HOUR],
    [72, HOUR],
    [100_000, 60_000],
  ])('at speed %d a key is kept for %d ms', (speed, ttlMs) => {
    expect(idempotencyOf('shop', 'k', {}, speed).ttlMs).toBe(ttlMs)
  })
})
