import { describe, expect, test } from '@jest/globals'
import { readApiConfig, readWorkerConfig, type Environment } from './index.ts'
import { digestSettings } from './digest-settings.ts'

const REDIS_URL = 'redis://127.0.0.1:6379'
const BASE = { REDIS_URL, KIE_AI_API_KEY: 'a-key', KIE_BASE_URL: 'http://127.0.0.1:4010' }

function digests(env: Environment) {
  const [api, worker] = [readApiConfig({ ...BASE, ...env }), readWorkerConfig({ ...BASE, ...env })]
  if (!api.ok || !worker.ok) throw new Error('the settings of this test are wrong')
  return [digestSettings(api.config), digestSettings(worker.config)]
}

describe('the digest of what all processes need alike', () => {
  test('is one for an API and a worker with one environment, in whatever order keys are named', () => {
    const both = [
      ...digests({ KILN_KEY_WEIGHTS: 'a=2,b=3', PORT: '3001', KILN_SUBMIT_CONCURRENCY: '3' }),
      ...digests({ KILN_KEY_WEIGHTS: 'b=3,a=2', LOG_LEVEL: 'debug', KILN_WORKER_PORT: '0' }),
    ]
    expect(new Set(both).size).toBe(1)
  })

  test.each([
    { KILN_SUBMIT_LIMIT: '10/10s' },
    { KILN_POLL_LIMIT: '1/1s' },
    { KILN_KEY_WEIGHTS: 'a=2' },
    { KILN_BUDGET_PER_DAY: 'a=2' },
    { KILN_QUEUE_PER_KEY: 'a=2' },
    { KILN_POLL_DEADLINE: '9m' },
    { KILN_SPEED: '2' },
    { KIE_CALLBACK_URL: 'https://kiln.example.com' },
    { KIE_BASE_URL: 'http://127.0.0.1:4011' },
  ])('is another with %j', (env) => {
    expect(digests(env)[0]).not.toBe(digests({})[0])
  })
})
