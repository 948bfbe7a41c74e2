import { describe, expect, test } from '@jest/globals'
import { parseRedisUrl } from './redis-url.ts'

describe('the URL of one Redis server', () => {
  test.each([
    'redis://127.0.0.1:6379',
    'rediss://user:pass@redis.example.com:6380/2',
    'redis://redis',
    'redis://[::1]:6379/',
  ])('is %s, untouched', (text) => {
    expect(parseRedisUrl(text)).toEqual({ ok: true, url: text })
  })

  test.each([
    '127.0.0.1:6379',
    'http://127.0.0.1:6379',
    'redis://',
    'redis:///0',
    'redis://host/name',
    'redis://h/0#x',
    'redis+swarm://h',
  ])('is not %s', (text) => {
    expect(parseRedisUrl(text)).toMatchObject({
      ok: false,
      fault: expect.stringContaining('redis+cluster://'),
    })
  })
})

describe('the URL of a cluster', () => {
  test('names its nodes, with one way in for all of them', () => {
    expect(parseRedisUrl('rediss+cluster://kiln:p%40ss@a:7000,b,[::1]:7002')).toEqual({
      ok: true,
      url: {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 7000 },
          { host: 'b', port: 6379 },
          { host: '::1', port: 7002 },
        ],
        username: 'kiln',
        password: 'p@ss',
        tls: true,
      },
    })
  })

  test('may name database 0, which is the only one', () => {
    expect(parseRedisUrl('redis+cluster://a/0')).toMatchObject({ ok: true, url: { tls: false } })
  })
})

describe('the URL of sentinels', () => {
  test('names them, the primary, and what they want to hear themselves', () => {
    const text = 'redis+sentinel://:secret@s1,s2:26380/my-master/3?sentinelUsername=u&sentinelPassword=p%26q'
    expect(parseRedisUrl(text)).toEqual({
      ok: true,
      url: {
        kind: 'sentinel',
        sentinels: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 26380 },
        ],
        primary: 'my-master',
        database: 3,
        password: 'secret',
        sentinelUsername: 'u',
        sentinelPassword: 'p&q',
        tls: false,
      },
    })
  })
})

test.each([
  ['redis+cluster://a,,b', 'hosts'],
  ['redis+cluster://a:99999', 'hosts'],
  ['redis+cluster://a:0', 'hosts'],
  ['redis+cluster://u:hidden@a/1', 'no database'],
  ['redis+cluster://a?x=1', 'question mark'],
  ['redis+sentinel://u:hidden@a:1', 'such as /mymaster'],
  ['redis+sentinel://a/my/master', 'such as /mymaster'],
  ['redis+sentinel://a/m?password=hidden', 'sentinelPassword'],
])('%s is refused with what to change, and no password', (text, words) => {
  const reading = parseRedisUrl(text)
  const told = reading.ok ? '' : reading.fault
  expect(told).toContain(words)
  expect(told).not.toContain('hidden')
})
