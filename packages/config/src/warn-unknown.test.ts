import { expect, test } from '@jest/globals'
import { examineSettings, readWorkerConfig } from './index.ts'

const SOUND = { REDIS_URL: 'redis://127.0.0.1:6379', KIE_AI_API_KEY: 'a-key' }

test.each([
  ['KILN_SUBMIT_LIMITS', '10/10s'],
  ['KIE_API_KEY', 'mistaken for KIE_AI_API_KEY'],
])('%s, which nothing reads, is warned of, without its value', (variable, value) => {
  const env = { ...SOUND, [variable]: value }
  const reading = readWorkerConfig(env)
  const expected = [{ variable, message: expect.stringContaining('is no setting of kiln') }]
  expect(reading).toMatchObject({ ok: true, warnings: expected })
  expect(examineSettings(env).warnings).toEqual(expected)
  expect(JSON.stringify(expected)).not.toContain(value)
})

test.each([
  'KILN_API_URL',
  'KILN_API_KEY',
  'KILN_SERVICE_HOST',
  'KILN_API_PORT_3000_TCP',
  'KILN_PORT',
  'KILNS_SIZE',
])('%s belongs to somebody else', (variable) => {
  expect(examineSettings({ ...SOUND, [variable]: 'x' }).warnings).toEqual([])
})

test('what is empty is not set', () => {
  expect(examineSettings({ ...SOUND, KILN_SUBMIT_LIMITS: ' ' }).warnings).toEqual([])
})
