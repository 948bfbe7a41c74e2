import { describe, expect, test } from '@jest/globals'
import { parseBaseUrl, parseRedisUrl } from './urls.ts'

describe('a base URL', () => {
  test.each([
    ['https://api.kie.ai', 'https://api.kie.ai'],
    ['https://api.kie.ai/', 'https://api.kie.ai'],
    ['http://127.0.0.1:4000/kie//', 'http://127.0.0.1:4000/kie'],
  ])('%s loses its final slash', (text, expected) => {
    expect(parseBaseUrl(text)).toBe(expected)
  })

  test.each([
    'api.kie.ai',
    '/callbacks',
    'ftp://kie.ai',
    'https://',
    'https://user:pass@kie.ai',
    'https://user@kie.ai',
    'https://kie.ai/?a=1',
    'https://kie.ai?',
    'https://kie.ai#top',
  ])('is not %s', (text) => {
    expect(parseBaseUrl(text)).toBeNull()
  })
})

describe('a Redis URL', () => {
  test.each([
    'redis://127.0.0.1:6379',
    'rediss://user:pass@redis.example.com:6380/2',
    'redis://redis',
    'redis://[::1]:6379/',
  ])('is %s, untouched', (text) => {
    expect(parseRedisUrl(text)).toBe(text)
  })

  test.each([
    '127.0.0.1:6379',
    'http://127.0.0.1:6379',
    'redis://',
    'redis:///0',
    'redis://host/name',
    'redis://h/0#x',
  ])('is not %s', (text) => {
    expect(parseRedisUrl(text)).toBeNull()
  })
})
