import { describe, expect, test } from '@jest/globals'
import { readConfig } from './config.ts'

describe('the configuration', () => {
  test('has a default for everything, and an empty variable is unset', () => {
    const defaults = {
      HOST: '127.0.0.1',
      PORT: 4010,
      SIMULATOR_HTTPS_PORT: null,
      KILN_SPEED: 1,
      SIMULATOR_SEED: 1,
      SIMULATOR_API_KEY: null,
      SIMULATOR_CALLBACK_HOST: null,
      SIMULATOR_HMAC_KEY: null,
    }
    expect(readConfig({})).toEqual({ ok: true, config: defaults })
    expect(readConfig({ PORT: '', HOST: ' ', SIMULATOR_API_KEY: '' })).toEqual({ ok: true, config: defaults })
  })

  test('takes what is given', () => {
    const given = {
      PORT: '0',
      SIMULATOR_HTTPS_PORT: '4011',
      KILN_SPEED: '2.5',
      SIMULATOR_SEED: '9',
      SIMULATOR_API_KEY: 'k',
      OTHER: 'x',
    }
    expect(readConfig(given)).toMatchObject({
      ok: true,
      config: {
        PORT: 0,
        SIMULATOR_HTTPS_PORT: 4011,
        KILN_SPEED: 2.5,
        SIMULATOR_SEED: 9,
        SIMULATOR_API_KEY: 'k',
      },
    })
  })

  test('tells all faults at once', () => {
    expect(
      readConfig({ PORT: '70000', SIMULATOR_HTTPS_PORT: '1.5', KILN_SPEED: '0', SIMULATOR_SEED: 'x' }),
    ).toEqual({
      ok: false,
      faults: [
        'PORT must be a whole number from 0 to 65535, got "70000"',
        'SIMULATOR_HTTPS_PORT must be a whole number from 0 to 65535, got "1.5"',
        'KILN_SPEED must be a number above 0, at most 100000, got "0"',
        'SIMULATOR_SEED must be a whole number from 0, got "x"',
      ],
    })
  })
})
