import { expect, test } from '@jest/globals'
import { readApiConfig, readWorkerConfig } from './config.ts'
import { listSecrets } from './secrets.ts'

test('lists every secret of the API, the Redis password as written and as sent', () => {
  const reading = readApiConfig({
    REDIS_URL: 'redis://user:p%40ssword@127.0.0.1:6379',
    KIE_AI_API_KEY: 'kie-key',
    KIE_WEBHOOK_HMAC_KEY: 'hmac-1,hmac-2',
    KILN_API_KEYS: 'shop:read:a-long-enough-secret',
  })
  if (!reading.ok) throw new Error('refused')
  expect(listSecrets(reading.config)).toEqual([
    'kie-key',
    'hmac-1',
    'hmac-2',
    'a-long-enough-secret',
    'p%40ssword',
    'p@ssword',
  ])
})

test("lists the worker's key, and a password with a bare percent sign as it stands", () => {
  const reading = readWorkerConfig({ REDIS_URL: 'redis://:100%sure@127.0.0.1', KIE_AI_API_KEY: 'kie-key' })
  if (!reading.ok) throw new Error('refused')
  expect(listSecrets(reading.config)).toEqual(['kie-key', '100%sure'])
})

test('lists nothing where nothing secret is set', () => {
  const reading = readApiConfig({ REDIS_URL: 'redis://127.0.0.1' })
  if (!reading.ok) throw new Error('refused')
  expect(listSecrets(reading.config)).toEqual([])
})
