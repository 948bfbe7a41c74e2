import { describe, expect, test } from '@jest/globals'
import { isLoopbackHost, isPrivateHost, isRealKie } from './hosts.ts'

const LOOPBACK = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'api.localhost',
  '127.0.0.1',
  '127.9.9.9',
  '::1',
  '[::1]',
]
const BEYOND_LOOPBACK = [
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '127.evil.com',
  'localhost.evil.com',
  '127.1',
  'example.com',
  '',
]

describe('a loopback host', () => {
  test.each(LOOPBACK)('is %j', (host) => expect(isLoopbackHost(host)).toBe(true))
  test.each(BEYOND_LOOPBACK)('is not %j', (host) => expect(isLoopbackHost(host)).toBe(false))
})

describe('a private host', () => {
  const names = ['redis', 'nas.local', 'api.internal', 'box.home.arpa']
  const addresses = [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.5',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[fd00::1]',
    'fe80::1',
    '::',
  ]
  const open = [
    'example.com',
    '172.32.0.1',
    '8.8.8.8',
    '2606:4700::1111',
    '192.168.1.5.example.com',
    '100.128.0.1',
  ]
  test.each([...LOOPBACK, ...names, ...addresses])('is %j', (host) => expect(isPrivateHost(host)).toBe(true))
  test.each(open)('is not %j', (host) => expect(isPrivateHost(host)).toBe(false))
})

describe('the real KIE', () => {
  test.each(['api.kie.ai', 'API.KIE.AI', 'api.kie.ai.', 'kie.ai', 'eu.api.kie.ai'])('is %j', (host) =>
    expect(isRealKie(host)).toBe(true),
  )
  test.each(['127.0.0.1', 'notkie.ai', 'api.kie.ai.example.com', 'kie-ai.com'])('is not %j', (host) =>
    expect(isRealKie(host)).toBe(false),
  )
})
