import { describe, expect, test } from '@jest/globals'
import { parseCallbackToken } from './callback-token.ts'

const id = 'job_0123456789abcdef01234567'
const secret = 'Ab3-_xyz0123456789ABCD'

describe('parseCallbackToken', () => {
  test('reads job, attempt and secret, dashes in the secret included', () => {
    expect(parseCallbackToken(`${id}-12-${secret}`)).toEqual({ jobId: id, attempt: 12, secret })
  })

  test.each([
    '',
    id,
    `${id}-1`,
    `${id}-1-`,
    `${id}-1-${secret}x`,
    `${id}-1-${secret.slice(1)}`,
    `${id}--${secret}`,
    `${id}-x-${secret}`,
    `${id}-1234567890-${secret}`,
    `${id.toUpperCase()}-1-${secret}`,
    `job_1-1-${secret}`,
    ` ${id}-1-${secret}`,
    `${id}-1-${secret}\n`,
    `${id}-1-${'.'.repeat(22)}`,
  ])('sees no token in %j', (text) => {
    expect(parseCallbackToken(text)).toBeNull()
  })
})
