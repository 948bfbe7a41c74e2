import { describe, expect, test } from '@jest/globals'
import { planProcesses, type PlanInputs } from './plan-processes.ts'
import { readSettings } from './read-settings.ts'

function plan(env: Record<string, string>, more: Partial<PlanInputs> = {}) {
  const reading = readSettings(env, [])
  if (!reading.ok) throw new Error(reading.fault)
  return planProcesses({
    settings: reading.settings,
    redis: { url: 'redis://127.0.0.1:7', kind: 'redis-server' },
    apiPort: 3000,
    simulatorPort: 4000,
    secret: 'a-fresh-secret-of-this-start',
    stateFolder: '/of/this/start',
    env,
    ...more,
  })
}

describe('without a key', () => {
  test('kiln works on the simulator, and its callbacks reach the API', () => {
    const { api, worker, simulator, apiUrl } = plan({})
    expect(apiUrl).toBe('http://127.0.0.1:3000')
    expect(simulator).toEqual({ PORT: '4000', KILN_SPEED: '20' })
    for (const settings of [api, worker]) {
      expect(settings).toMatchObject({
        KIE_BASE_URL: 'http://127.0.0.1:4000',
        KIE_UPLOAD_URL: 'http://127.0.0.1:4000',
        KIE_CALLBACK_URL: apiUrl,
        KILN_SPEED: '20',
        REDIS_URL: 'redis://127.0.0.1:7',
        KILN_REDIS_CONTRACT: 'checked',
      })
    }
    expect(api).toMatchObject({ PORT: '3000', HOST: '127.0.0.1' })
    expect(worker).toMatchObject({ KILN_WORKER_PORT: '0' })
  })

  test('what the user set for the real account stays out of it', () => {
    const { api, worker } = plan({ KIE_BASE_URL: 'https://api.kie.ai', KIE_WEBHOOK_HMAC_KEY: 'theirs' })
    expect(api['KIE_BASE_URL']).toBe('http://127.0.0.1:4000')
    expect({ ...api, ...worker }).not.toHaveProperty('KIE_WEBHOOK_HMAC_KEY')
  })

  test('kiln’s own settings pass, an empty one does not, and the speed is the same everywhere', () => {
    const { worker, simulator } = plan({
      KILN_SPEED: '100',
      KILN_SUBMIT_LIMIT: '5/1s',
      LOG_LEVEL: ' ',
      KILN_START_ONCE: '1',
    })
    expect(worker).toMatchObject({ KILN_SPEED: '100', KILN_SUBMIT_LIMIT: '5/1s' })
    expect(simulator).toMatchObject({ KILN_SPEED: '100' })
    expect(worker).not.toHaveProperty('LOG_LEVEL')
    expect(worker).not.toHaveProperty('KILN_START_ONCE')
  })
})

test('what the worker remembers goes to a folder of this start, unless the user names one', () => {
  expect(plan({}).worker['KILN_STATE_DIR']).toBe('/of/this/start')
  expect(plan({ KILN_STATE_DIR: '/theirs' }).worker['KILN_STATE_DIR']).toBe('/theirs')
})

test('a log level that would hide the sign of readiness is left out', () => {
  expect(plan({ LOG_LEVEL: 'silent' }).api).not.toHaveProperty('LOG_LEVEL')
  expect(plan({ LOG_LEVEL: 'debug' }).api).toHaveProperty('LOG_LEVEL', 'debug')
})

test('with a key it is the real KIE, at real speed, with everything the user set', () => {
  const { worker, simulator } = plan({
    KIE_AI_API_KEY: 'key',
    KIE_CALLBACK_URL: 'https://kiln.example.org',
  })
  expect(simulator).toBeNull()
  expect(worker).toMatchObject({ KIE_AI_API_KEY: 'key', KIE_CALLBACK_URL: 'https://kiln.example.org' })
  expect(worker).not.toHaveProperty('KILN_SPEED')
  expect(worker).not.toHaveProperty('KIE_BASE_URL')
})

test('the simulator never works on the ledger of a Redis that was given', () => {
  const given = { redis: { url: 'redis://prod:6379', kind: 'given' as const } }
  expect(plan({ KILN_PREFIX: '{kiln}' }, given).worker['KILN_PREFIX']).toBe('{kiln-simulated}')
  expect(plan({ KILN_PREFIX: '{mine}', KIE_AI_API_KEY: 'key' }, given).api['KILN_PREFIX']).toBe('{mine}')
  expect(plan({ KILN_PREFIX: '{mine}' }).api['KILN_PREFIX']).toBe('{mine}')
})

test('only the embedded Redis lifts the contract, and the user’s own word wins', () => {
  const embedded = { redis: { url: 'redis://127.0.0.1:7', kind: 'embedded' as const } }
  expect(plan({}, embedded).api['KILN_REDIS_CONTRACT']).toBe('unsafe')
  expect(plan({ KILN_REDIS_CONTRACT: 'declared' }, embedded).worker['KILN_REDIS_CONTRACT']).toBe('declared')
})

test('where the API asks for keys, the sample gets one of its own beside the user’s', () => {
  const keyed = plan({ KILN_API_KEYS: 'me:submit:0123456789abcdef' })
  expect(keyed.api['KILN_API_KEYS']).toBe(
    'me:submit:0123456789abcdef,kiln-start:submit+read:a-fresh-secret-of-this-start',
  )
  expect(keyed.worker['KILN_API_KEYS']).toBe('me:submit:0123456789abcdef')
  expect(keyed.apiKey).toBe('a-fresh-secret-of-this-start')
  expect(plan({}).apiKey).toBeNull()
})

test.each([
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
  ['localhost', 'http://localhost:3000'],
])('an API that listens on %s is called at %s', (host, url) => {
  expect(plan({ HOST: host }).apiUrl).toBe(url)
})

test('a wrong PORT and an unknown option are told, not guessed at', () => {
  expect(readSettings({ PORT: '70000' }, [])).toEqual({
    ok: false,
    fault: 'PORT must be a whole number from 0 to 65535, got "70000".',
  })
  expect(readSettings({}, ['--twice'])).toMatchObject({ ok: false })
})

test('one run is asked for by the option or by the variable', () => {
  expect(readSettings({}, ['--once'])).toMatchObject({ settings: { once: true } })
  expect(readSettings({ KILN_START_ONCE: '1' }, [])).toMatchObject({ settings: { once: true } })
  expect(readSettings({ KILN_START_ONCE: '' }, [])).toMatchObject({ settings: { once: false, port: 3000 } })
})
