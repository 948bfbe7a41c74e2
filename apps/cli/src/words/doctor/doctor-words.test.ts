import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { WORDS, type Words } from '../words.ts'

/** What is typed, set or answered alike in every language. */
const CODE_WORDS =
  /--api|(?:docs|ops)\/[\w./-]+|https?:\/\/[\w./-]*|redis:\/\/\S+[^\s.。]|\/callbacks\/kie\/|\b(?:K(?:ILN|IE)_[A-Z_]+(?:=\w+)?|REDIS_URL|CONFIG GET|CONFIG SET|maxmemory-policy|appendonly|appendfsync|HOME|AOF always|noeviction|maxmemory|redis\.conf|https|pnpm \w+|kiln doctor|kiln|url|Node\.js|Redis|Valkey|KIE|API|NTP|IP|credits|operate)\b/g

const SAMPLES: SamplesOf<Words['doctor']> = {
  says: {
    settingWrong: [[{ variable: 'A1', message: 'b2' }]],
    settingOdd: [[{ variable: 'A1', message: 'b2' }]],
    limitAboveKie: [[{ limit: '30/10s', known: '20/10s' }]],
    nodeGood: [[{ version: 'v22.1' }]],
    nodeOld: [[{ version: 'v18.1', needed: '' }]],
    redisGood: [[{ version: '7.2' }]],
    redisSilent: [[{ address: 'a1', reason: 'b2' }]],
    redisRefuses: [[{ address: 'a1', reason: 'b2' }]],
    redisForbids: [[{ reason: 'b2' }]],
    redisOld: [[{ version: '5.0', needed: '' }]],
    redisIsReplica: [[{ address: 'a1' }]],
    redisCannotWrite: [[{ reason: 'b2' }]],
    redisFills: [[{ percent: 90 }]],
    contractBroken: [
      [{ setting: 'maxmemory-policy', wanted: '1', got: '2' }],
      [{ setting: 'appendonly', wanted: '1', got: '' }],
      [{ setting: 'appendfsync', wanted: '1', got: '2' }],
    ],
    redisProtected: [[{ address: 'a1' }]],
    ledgerNewer: [[{ schema: 3, known: 2 }]],
    stateFolderShut: [[{ folder: '/a1', reason: 'b2' }]],
    clocksGood: [[{ seconds: 1 }]],
    clockOff: [[{ seconds: 12 }]],
    kieClockOff: [[{ seconds: 200 }]],
    kieGood: [[{ host: 'a1', credits: 7 }]],
    kieSimulated: [[{ host: 'a1', credits: 7 }]],
    kieWithoutCredits: [[{ host: 'a1', credits: -2 }]],
    kieKeyRefused: [[{ host: 'a1', said: 'b2' }]],
    kieSilent: [[{ host: 'a1', said: 'b2' }]],
    callbackGood: [[{ url: 'a1' }]],
    callbackSilent: [[{ url: 'a1', reason: 'b2' }]],
    callbackMoved: [[{ url: 'a1', status: 301 }]],
    callbackElsewhere: [[{ url: 'a1', status: 404 }]],
    apiGood: [[{ address: 'a1', workers: 1 }], [{ address: 'a1', workers: 2 }]],
    apiSilent: [[{ address: 'a1', reason: 'b2' }]],
    apiNotReady: [[{ address: 'a1', reason: 'b2' }]],
    apiKeyRefused: [[{ address: 'a1', reason: 'b2' }]],
    workersDiffer: [[{ names: 'a1' }]],
    versionsMixed: [[{ versions: '1.2, 3.4' }]],
    workerClockOff: [[{ name: 'a1', seconds: 12 }]],
    gateClosed: [[{ gate: 'a1', detail: 'b2', jobsHeld: 1 }], [{ gate: 'a1', detail: 'b2', jobsHeld: 7 }]],
  },
  mends: {
    limitAboveKie: [[{ limit: '', known: '20/10s' }]],
    nodeOld: [[{ version: '', needed: '19.8' }]],
    contractBroken: [[{ setting: 'appendfsync', wanted: 'b2', got: '' }]],
    redisOld: [[{ version: '', needed: '7.2' }]],
  },
  sum: [
    [0, 0],
    [1, 0],
    [2, 1],
    [5, 3],
  ],
}

describe.each(LANGUAGES)('in %s', (language) => {
  test('every finding and its mend is whole, and in no other language', () => {
    const told = tellAll<Words['doctor']>(WORDS[language].doctor, SAMPLES)
    expect(told.length).toBeGreaterThan(70)
    expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
  })
})
