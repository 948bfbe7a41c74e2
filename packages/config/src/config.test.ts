import { describe, expect, test } from '@jest/globals'
import { readApiConfig, readCliConfig, readWorkerConfig, type ConfigReading } from './config.ts'
import type { Environment, Fault } from './read-variables.ts'

const REDIS = { REDIS_URL: 'redis://127.0.0.1:6379' }
const WORKER = { ...REDIS, KIE_AI_API_KEY: 'simulated' }
const KEYS = { KILN_API_KEYS: 'shop:submit+read:a-long-enough-secret' }
const SIMULATOR = { KIE_BASE_URL: 'http://127.0.0.1:4010' }

function configOf<C>(reading: ConfigReading<C>): C {
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults))
  return reading.config
}

const faultsOf = (reading: ConfigReading<unknown>): Fault[] => (reading.ok ? [] : reading.faults)
const warningsOf = (reading: ConfigReading<unknown>): Fault[] => (reading.ok ? reading.warnings : [])
const namesOf = (faults: Fault[]) => faults.map(({ variable }) => variable)

describe('the configuration of the API', () => {
  test('needs REDIS_URL only', () => {
    expect(readApiConfig(REDIS)).toEqual({
      ok: true,
      warnings: [],
      config: {
        redis: { servers: 'redis://127.0.0.1:6379', contract: 'checked', prefix: '{kiln}' },
        kie: {
          baseUrl: 'https://api.kie.ai',
          uploadUrl: 'https://kieai.redpandaai.co',
          callbackUrl: null,
          apiKey: null,
          webhookHmacKeys: [],
        },
        http: { host: '127.0.0.1', port: 3000 },
        apiKeys: [],
        submit: { limit: { count: 20, windowMs: 10_000 }, weights: {}, budgets: {}, queuePerKey: {} },
        poll: { limit: { count: 2, windowMs: 1_000 } },
        timing: {
          createTimeoutMs: 30_000,
          pollDeadlineMs: 600_000,
          unconfirmedHorizonMs: 1_800_000,
          creditProbeMs: 60_000,
        },
        speed: 1,
        shutdownGraceMs: 10_000,
        failPoints: [],
        defaultRetries: 0,
        uploadsPerKey: 8,
        log: { level: 'info', prompts: false },
      },
    })
  })

  test('takes what is set', () => {
    const env = {
      ...REDIS,
      ...KEYS,
      HOST: '0.0.0.0',
      PORT: '0',
      KIE_WEBHOOK_HMAC_KEY: 'old-key, new-key',
      KIE_CALLBACK_URL: 'https://kiln.example.com/hooks/',
      KILN_PREFIX: 'prod:{kiln-2}',
      KILN_LOG_PROMPTS: 'true',
      LOG_LEVEL: 'debug',
      KILN_DEFAULT_RETRIES: '5',
    }
    expect(configOf(readApiConfig(env))).toMatchObject({
      http: { host: '0.0.0.0', port: 0 },
      apiKeys: [{ tenant: 'shop', scopes: ['submit', 'read'], secret: 'a-long-enough-secret' }],
      kie: { webhookHmacKeys: ['old-key', 'new-key'], callbackUrl: 'https://kiln.example.com/hooks' },
      redis: { prefix: 'prod:{kiln-2}' },
      log: { level: 'debug', prompts: true },
      defaultRetries: 5,
    })
  })

  test('does not look at what only the worker reads', () => {
    expect(readApiConfig({ ...REDIS, KILN_WORKER_PORT: 'x', KILN_SUBMIT_CONCURRENCY: 'x' }).ok).toBe(true)
  })
})

describe('the configuration of the worker', () => {
  test('needs REDIS_URL and a key', () => {
    expect(configOf(readWorkerConfig(WORKER))).toMatchObject({
      kie: { apiKey: 'simulated', baseUrl: 'https://api.kie.ai', callbackUrl: null },
      submit: {
        limit: { count: 20, windowMs: 10_000 },
        weights: {},
        budgets: {},
        queuePerKey: {},
        concurrency: 10,
      },
      health: { host: '127.0.0.1', port: null },
      log: { level: 'info' },
    })
  })

  test('opens its health port beyond loopback without API keys: it serves no jobs', () => {
    const config = configOf(readWorkerConfig({ ...WORKER, HOST: '0.0.0.0', KILN_WORKER_PORT: '9100' }))
    expect(config.health).toEqual({ host: '0.0.0.0', port: 9100 })
  })
})

describe('a configuration', () => {
  test.each(['', '   '])('counts a variable of %j as unset', (empty) => {
    const env = { ...REDIS, PORT: empty, KIE_CALLBACK_URL: empty, KILN_API_KEYS: empty }
    expect(readApiConfig(env)).toEqual(readApiConfig(REDIS))
    expect(namesOf(faultsOf(readApiConfig({ REDIS_URL: empty })))).toEqual(['REDIS_URL'])
  })

  test.each(['production', 'test', 'development'])('is the same under NODE_ENV=%s', (NODE_ENV) => {
    expect(readApiConfig({ ...REDIS, NODE_ENV })).toEqual(readApiConfig(REDIS))
  })

  test('cannot be changed at any depth', () => {
    const config = configOf(readApiConfig({ ...REDIS, ...KEYS }))
    const parts = [
      config,
      config.redis,
      config.submit.limit,
      config.apiKeys,
      config.apiKeys[0],
      config.apiKeys[0]?.scopes,
    ]
    expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true))
  })

  test('has every duration and window divided by KILN_SPEED, but not the time to stop', () => {
    const config = configOf(readWorkerConfig({ ...WORKER, ...SIMULATOR, KILN_SPEED: '50' }))
    expect(config).toMatchObject({
      speed: 50,
      submit: { limit: { count: 20, windowMs: 200 }, weights: {}, budgets: {}, queuePerKey: {} },
      poll: { limit: { count: 2, windowMs: 20 } },
      timing: {
        createTimeoutMs: 600,
        pollDeadlineMs: 12_000,
        unconfirmedHorizonMs: 36_000,
        creditProbeMs: 1_200,
      },
      shutdownGraceMs: 10_000,
    })
  })

  test('never has a duration of nothing, however fast', () => {
    const config = configOf(readWorkerConfig({ ...WORKER, ...SIMULATOR, KILN_SPEED: '100000' }))
    expect(config.poll.limit.windowMs).toBe(1)
    expect(config.timing.createTimeoutMs).toBe(1)
  })
})

describe('a refused configuration', () => {
  test('lists every fault at once', () => {
    const env = {
      PORT: '99999',
      KILN_PREFIX: 'kiln',
      KILN_SUBMIT_LIMIT: '20',
      LOG_LEVEL: 'loud',
      HOST: '0.0.0.0',
    }
    const names = namesOf(faultsOf(readApiConfig(env)))
    expect(names).toEqual(['REDIS_URL', 'KILN_PREFIX', 'PORT', 'KILN_SUBMIT_LIMIT', 'LOG_LEVEL', 'HOST'])
  })

  test.each([
    ['PORT', 'abc', 'must be a whole number from 0 to 65535, got "abc". Correct it, or unset it for 3000.'],
    ['KILN_POLL_DEADLINE', '10', 'must be a duration such as 500ms, 2s, 10m or 1h, got "10".'],
    ['KILN_SPEED', '0', 'must be a number from 1 to 100000, got "0".'],
    ['KILN_REDIS_CONTRACT', 'yes', 'must be checked, declared or unsafe, got "yes".'],
    ['KILN_LOG_PROMPTS', 'yes', 'must be true or false, got "yes".'],
    ['HOST', 'http://127.0.0.1', 'must be a host name or an IP address'],
    ['KILN_DEFAULT_RETRIES', '6', 'must be a whole number from 0 to 5'],
    ['KIE_CALLBACK_URL', 'kiln.example.com', 'got "kiln.example.com". Correct it, or unset it.'],
  ])('says of %s=%s what it must be, what it is and what to do', (name, value, message) => {
    const [fault] = faultsOf(readApiConfig({ ...REDIS, ...SIMULATOR, [name]: value }))
    expect(fault).toEqual({ variable: name, message: expect.stringContaining(message) })
  })

  test.each(['kiln', '{}', '{a}{b}', '{a', 'a}', '{{a}}', '{a b}', '{a}:*'])(
    'takes no prefix %s: it needs exactly one non-empty hash tag',
    (KILN_PREFIX) => {
      expect(namesOf(faultsOf(readApiConfig({ ...REDIS, KILN_PREFIX })))).toEqual(['KILN_PREFIX'])
    },
  )

  test('takes no three webhook keys, and no empty one', () => {
    for (const KIE_WEBHOOK_HMAC_KEY of ['a,b,c', 'a,', ',']) {
      expect(namesOf(faultsOf(readApiConfig({ ...REDIS, KIE_WEBHOOK_HMAC_KEY })))).toEqual([
        'KIE_WEBHOOK_HMAC_KEY',
      ])
    }
  })

  test('says what to type for a missing Redis', () => {
    expect(faultsOf(readWorkerConfig({ KIE_AI_API_KEY: 'k' }))[0]?.message).toMatch(
      /REDIS_URL=redis:\/\/127\.0\.0\.1:6379 pnpm worker, .*pnpm start/,
    )
    expect(faultsOf(readApiConfig({}))[0]?.message).toContain('REDIS_URL=redis://127.0.0.1:6379 pnpm api')
  })

  test('says that the simulator accepts any key', () => {
    const [fault] = faultsOf(readWorkerConfig(REDIS))
    expect(fault).toEqual({
      variable: 'KIE_AI_API_KEY',
      message: expect.stringContaining('the simulator accepts any'),
    })
  })

  test('never shows a secret, nor a URL that may hold one', () => {
    const secrets: Environment = {
      KIE_AI_API_KEY: 'kie-secret with-space',
      KIE_WEBHOOK_HMAC_KEY: 'hmac-secret,b,c',
      KILN_API_KEYS: 'Shop:write:key-secret',
      REDIS_URL: 'http://user:redis-secret@host',
      KIE_BASE_URL: 'https://user:url-secret@kie.example.com',
      KIE_CALLBACK_URL: 'https://kiln.example.com/?token=query-secret',
    }
    const faults = faultsOf(readApiConfig(secrets))
    expect(namesOf(faults).toSorted()).toEqual(Object.keys(secrets).toSorted())
    expect(JSON.stringify(faults)).not.toContain('-secret')
  })
})

describe('rules between variables', () => {
  test('the API listens beyond loopback only with keys', () => {
    expect(faultsOf(readApiConfig({ ...REDIS, HOST: '0.0.0.0' }))).toEqual([
      { variable: 'HOST', message: expect.stringMatching(/got "0\.0\.0\.0".*Set KILN_API_KEYS=/) },
    ])
    expect(readApiConfig({ ...REDIS, ...KEYS, HOST: '0.0.0.0' }).ok).toBe(true)
    expect(readApiConfig({ ...REDIS, HOST: '::1' }).ok).toBe(true)
  })

  test('keys that are at fault are not reported as missing too', () => {
    expect(namesOf(faultsOf(readApiConfig({ ...REDIS, HOST: '0.0.0.0', KILN_API_KEYS: 'x' })))).toEqual([
      'KILN_API_KEYS',
    ])
  })

  test('the real KIE is never sped up', () => {
    expect(faultsOf(readWorkerConfig({ ...WORKER, KILN_SPEED: '10' }))).toEqual([
      { variable: 'KILN_SPEED', message: expect.stringContaining('must be 1 with the real KIE') },
    ])
    expect(readWorkerConfig({ ...WORKER, KILN_SPEED: '1' }).ok).toBe(true)
    expect(readWorkerConfig({ ...WORKER, ...SIMULATOR, KILN_SPEED: '10' }).ok).toBe(true)
  })

  test('nothing breaks itself on purpose against the real KIE', () => {
    const fails = { KILN_FAIL_POINTS: 'begin.after=kill@3' }
    expect(faultsOf(readWorkerConfig({ ...WORKER, ...fails }))).toEqual([
      { variable: 'KILN_FAIL_POINTS', message: expect.stringContaining('must not be set with the real KIE') },
    ])
    expect(configOf(readWorkerConfig({ ...WORKER, ...SIMULATOR, ...fails })).failPoints).toEqual([
      { action: 'kill', point: 'begin.after', passage: 3, afterMs: 0 },
    ])
  })

  test.each(['KILN_POLL_DEADLINE', 'KILN_UNCONFIRMED_HORIZON'])('%s exceeds KILN_CREATE_TIMEOUT', (name) => {
    expect(faultsOf(readWorkerConfig({ ...WORKER, [name]: '30s' }))).toEqual([
      {
        variable: name,
        message: expect.stringContaining('must exceed KILN_CREATE_TIMEOUT (30000ms), got 30000ms'),
      },
    ])
    expect(readWorkerConfig({ ...WORKER, [name]: '31s' }).ok).toBe(true)
  })

  test.each(['http://localhost:3000', 'http://192.168.1.5', 'https://10.0.0.1/x', 'http://127.1:3000'])(
    'a callback to %s is warned of: KIE cannot reach it',
    (KIE_CALLBACK_URL) => {
      const warnings = warningsOf(readApiConfig({ ...REDIS, KIE_CALLBACK_URL }))
      expect(warnings).toEqual([
        { variable: 'KIE_CALLBACK_URL', message: expect.stringContaining('reachable from the internet') },
      ])
    },
  )

  test('a simulator on this machine reaches a callback on this machine', () => {
    const env = { ...REDIS, ...SIMULATOR, KIE_CALLBACK_URL: 'http://localhost:3000' }
    expect(readApiConfig(env)).toMatchObject({ ok: true, warnings: [] })
  })

  test('a public callback is not warned of', () => {
    expect(warningsOf(readApiConfig({ ...REDIS, KIE_CALLBACK_URL: 'https://kiln.example.com' }))).toEqual([])
  })

  test('a public callback without https is warned of', () => {
    const warnings = warningsOf(readApiConfig({ ...REDIS, KIE_CALLBACK_URL: 'http://kiln.example.com' }))
    expect(JSON.stringify(warnings)).toMatch(/KIE_CALLBACK_URL.*should be https/)
  })

  test('a key that travels readable over the internet is warned of', () => {
    const warnings = warningsOf(readWorkerConfig({ ...WORKER, KIE_BASE_URL: 'http://api.kie.ai' }))
    expect(namesOf(warnings)).toEqual(['KIE_BASE_URL'])
  })
})

describe('the command line', () => {
  test('asks for nothing, and reads where KIE is and the key', () => {
    expect(readCliConfig({})).toEqual({
      ok: true,
      config: { kie: { baseUrl: 'https://api.kie.ai', callbackUrl: null, apiKey: null } },
      warnings: [],
    })
    const env = { KIE_BASE_URL: 'http://127.0.0.1:4010/', KIE_AI_API_KEY: 'a-key', PORT: 'many' }
    expect(readCliConfig(env)).toMatchObject({
      config: { kie: { baseUrl: 'http://127.0.0.1:4010', apiKey: 'a-key' } },
    })
  })

  test('names a wrong address', () => {
    expect(readCliConfig({ KIE_BASE_URL: 'kie' })).toMatchObject({
      ok: false,
      faults: [{ variable: 'KIE_BASE_URL' }],
    })
  })
})
