import { describe, expect, test } from '@jest/globals'
import { createHmac } from 'node:crypto'
import { readCallbackTaskId, verifyCallback, type SignedCallback } from './callback.ts'

/** The check value that KIE publishes. */
const KNOWN: SignedCallback = {
  taskId: 'e989621f54392584b05867f87b160672',
  timestamp: '1755599645',
  signature: 'qQDJbqaXNlrFrE82K+/DZgTmdbgQbqaJrV+3EJqv79Y=',
  keys: ['test-webhook-hmac-key'],
}
const SIGNED_AT = 1_755_599_645_000
const SIGNATURE = String(KNOWN.signature)

describe('a signature', () => {
  test('with the published check value is good, and tells when it was made', () => {
    expect(verifyCallback(KNOWN)).toBe(SIGNED_AT)
  })

  test('is good under either key while keys rotate', () => {
    expect(verifyCallback({ ...KNOWN, keys: ['new-key', 'test-webhook-hmac-key'] })).toBe(SIGNED_AT)
    expect(verifyCallback({ ...KNOWN, keys: ['test-webhook-hmac-key', 'old-key'] })).toBe(SIGNED_AT)
    expect(verifyCallback({ ...KNOWN, keys: ['new-key', 'old-key'] })).toBeNull()
  })

  test('is bad with any character changed', () => {
    for (let at = 0; at < SIGNATURE.length; at += 1) {
      const other = SIGNATURE[at] === 'A' ? 'B' : 'A'
      const signature = SIGNATURE.slice(0, at) + other + SIGNATURE.slice(at + 1)
      expect(verifyCallback({ ...KNOWN, signature })).toBeNull()
    }
  })

  const hex = Buffer.from(SIGNATURE, 'base64').toString('hex')
  test.each([
    ['hex', hex],
    ['without its padding', SIGNATURE.slice(0, -1)],
    ['empty', ''],
    ['a space behind it', `${SIGNATURE} `],
    ['huge', SIGNATURE.repeat(100_000)],
    ['of as many characters but more bytes', `${SIGNATURE.slice(0, -1)}ä`],
    ['a list', [SIGNATURE]],
    ['missing', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', { length: 44 }],
  ])('that is %s is bad and throws nothing', (_what, signature) => {
    expect(verifyCallback({ ...KNOWN, signature })).toBeNull()
  })

  test.each([[undefined], [null], [''], [['t']], ['x'.repeat(1_000_000)], ['another'], [5]])(
    'over the task id %j is bad',
    (taskId) => {
      expect(verifyCallback({ ...KNOWN, taskId })).toBeNull()
    },
  )

  test.each([
    [undefined],
    [null],
    [''],
    ['1755599646'],
    ['1755599645.0'],
    [' 1755599645'],
    ['NaN'],
    ['-1755599645'],
    ['9'.repeat(400)],
    [1_755_599_645],
    [['1755599645']],
  ])('over the timestamp %j is bad', (timestamp) => {
    expect(verifyCallback({ ...KNOWN, timestamp })).toBeNull()
  })

  test('never counts without a key, nor under an empty one', () => {
    const signature = createHmac('sha256', '')
      .update(`${String(KNOWN.taskId)}.1755599645`)
      .digest('base64')
    expect(verifyCallback({ ...KNOWN, keys: [] })).toBeNull()
    expect(verifyCallback({ ...KNOWN, keys: [''], signature })).toBeNull()
  })
})

describe('the task id of a callback', () => {
  test.each([
    [{ code: 200, data: { taskId: 't-1' } }, 't-1'],
    [{ code: 200, data: { task_id: 't-1' } }, 't-1'],
    [{ taskId: 't-1' }, 't-1'],
    [{ task_id: 't-1', data: null }, 't-1'],
    [{ taskId: 'outer', data: { taskId: 'inner' } }, 'inner'],
    [{ taskId: 't-1', data: { taskId: 'not an id' } }, 't-1'],
    [{ data: { taskId: 5 } }, null],
    [{ data: { taskId: 'a|b' } }, null],
    [{ data: [{ taskId: 't-1' }] }, null],
    [{}, null],
    [[], null],
    [null, null],
    [undefined, null],
    ['t-1', null],
  ])('in %j is %j', (body, taskId) => {
    expect(readCallbackTaskId(body)).toBe(taskId)
  })
})
