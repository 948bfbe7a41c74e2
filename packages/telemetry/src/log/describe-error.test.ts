import { get } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { describeError, isErrorLike, type Describing } from './describe-error.ts'

const PLAIN: Describing = { withStack: false, scrub: (text) => text }
const coded = (message: string, more: object = {}) =>
  Object.assign(new Error(message), { code: 'E_TEST', ...more })

/** Shaped like an HTTP client's error: the whole request hangs on it. */
const clientError = () =>
  coded('Request failed with status code 401', {
    options: { headers: { authorization: 'Bearer kie-secret' }, json: { input: { prompt: 'a fox' } } },
    request: { headers: { authorization: 'Bearer kie-secret' } },
    response: { body: 'all of it' },
  })

describe('an error in the log', () => {
  test('keeps its type, code and message, and nothing of the request that hangs on it', () => {
    expect(describeError(clientError(), PLAIN)).toEqual({
      type: 'Error',
      code: 'E_TEST',
      message: 'Request failed with status code 401',
    })
  })

  test('has its message cut to 500 characters', () => {
    expect(describeError(coded('x'.repeat(1_000)), PLAIN).message).toBe(`${'x'.repeat(500)}…`)
  })

  test('has known secrets taken out before the cut, so that no half of one is left', () => {
    const describing = { ...PLAIN, scrub: (text: string) => text.replaceAll('top-secret', '[secret]') }
    const { message } = describeError(coded(`${'x'.repeat(495)}top-secret`), describing)
    expect(message).toBe(`${'x'.repeat(495)}[secr…`)
  })

  test('shows where it was thrown at debug level, without repeating the message', () => {
    const { stack } = describeError(coded('a fox\n    at night'), { ...PLAIN, withStack: true })
    expect(stack?.[0]).toMatch(/^at .*describe-error\.test\.ts/)
    expect(stack?.join()).not.toMatch(/fox|night/)
  })

  test('shows where it was thrown at any level when it has no code: it is a bug', () => {
    expect(describeError(new TypeError('x is not a function'), PLAIN)).toMatchObject({
      type: 'TypeError',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
    })
    expect(describeError(coded('expected'), PLAIN)).not.toHaveProperty('stack')
  })

  test('carries its cause, described by the same rule', () => {
    const error = Object.assign(new Error('createTask failed', { cause: clientError() }), { code: 'E_OUTER' })
    expect(describeError(error, PLAIN)).toEqual({
      type: 'Error',
      code: 'E_OUTER',
      message: 'createTask failed',
      cause: { type: 'Error', code: 'E_TEST', message: 'Request failed with status code 401' },
    })
  })

  test('may be its own cause', () => {
    const error = coded('loop')
    error.cause = error
    expect(describeError(error, PLAIN).cause).toEqual({ type: 'Error', code: 'E_TEST', message: 'loop' })
  })

  test('may come from Node itself, which is another realm here', async () => {
    const error = await new Promise<unknown>((resolve) => {
      // Port 1 is never open on loopback.
      get('http://127.0.0.1:1').once('error', resolve)
    })
    expect(isErrorLike(error)).toBe(true)
    expect(describeError(error, PLAIN)).toEqual({
      type: 'Error',
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED 127.0.0.1:1',
    })
  })

  test.each([
    ['a text', 'broken', { message: 'broken' }],
    ['nothing', undefined, {}],
    ['null', null, {}],
    ['an object with headers', { headers: { authorization: 'x' }, code: 7 }, { code: 7 }],
  ])('may be %s that somebody threw', (_, thrown, fields) => {
    expect(describeError(thrown, PLAIN)).toEqual(fields)
  })
})
