import { describe, expect, test } from '@jest/globals'
import { classifyError } from './classify-error.ts'

describe('classifyError', () => {
  test.each<[string, unknown, string]>([
    ['a large body', { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }, 'bodyTooLarge'],
    [
      'another content type',
      { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 },
      'mediaTypeUnsupported',
    ],
    ['half a JSON', { code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 }, 'bodyUnparsable'],
    ['a wrong length', { code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', statusCode: 400 }, 'requestUnreadable'],
    ['another complaint about the request', { code: 'FST_ERR_NEW', statusCode: 418 }, 'requestUnreadable'],
    ['a refused connection', { code: 'ECONNREFUSED' }, 'redisAway'],
    ['a command without an answer', { message: 'Command timed out' }, 'redisAway'],
    ['a Redis that loads', { message: 'LOADING Redis is loading the dataset in memory' }, 'redisAway'],
    ['a bug', new TypeError('x is not a function'), 'internal'],
    ['a status that is no error', { statusCode: 302 }, 'internal'],
    ['a text', 'a text', 'internal'],
    ['an object', {}, 'internal'],
  ])('takes %s for what it is', (_what, error, code) => {
    expect(classifyError(error, 'en').code).toBe(code)
  })
})
