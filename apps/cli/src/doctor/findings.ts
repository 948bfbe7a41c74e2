import type { RequiredSetting } from '@kiln/ledger'

/** What each finding knows; what is said of it stands in the words of each language. */
export interface Facts {
  settingsGood: object
  settingWrong: { variable: string; message: string }
  settingOdd: { variable: string; message: string }
  limitAboveKie: { limit: string; known: string }
  stateFolderShut: { folder: string; reason: string }

  nodeGood: { version: string }
  nodeOld: { version: string; needed: string }

  redisGood: { version: string }
  redisSilent: { address: string; reason: string }
  redisRefuses: { address: string; reason: string }
  redisProtected: { address: string }
  redisForbids: { reason: string }
  redisOld: { version: string; needed: string }
  redisIsReplica: { address: string }
  redisCannotWrite: { reason: string }
  redisFills: { percent: number }
  contractBroken: { setting: RequiredSetting; wanted: string; got: string }
  contractHidden: object
  contractDeclared: object
  contractUnsafe: object
  ledgerNewer: { schema: number; known: number }

  clocksGood: { seconds: number }
  clockOff: { seconds: number }
  kieClockOff: { seconds: number }

  kieGood: { host: string; credits: number }
  kieSimulated: { host: string; credits: number }
  kieWithoutCredits: { host: string; credits: number }
  kieKeyRefused: { host: string; said: string }
  kieSilent: { host: string; said: string }

  callbackGood: { url: string }
  callbackUnset: object
  callbackSilent: { url: string; reason: string }
  callbackMoved: { url: string; status: number }
  callbackElsewhere: { url: string; status: number }

  apiGood: { address: string; workers: number }
  apiSilent: { address: string; reason: string }
  apiNotReady: { address: string; reason: string }
  apiKeyRefused: { address: string; reason: string }
  noWorker: object
  workersDiffer: { names: string }
  versionsMixed: { versions: string }
  workerClockOff: { name: string; seconds: number }
  gateClosed: { gate: string; detail: string; jobsHeld: number }
}

export type Code = keyof Facts

export type Finding = { [C in Code]: { code: C; facts: Facts[C] } }[Code]

/** `advice` works, and could be better; `broken` costs jobs or money, or nothing runs. */
export type Level = 'good' | 'advice' | 'broken'

export const LEVELS = {
  settingsGood: 'good',
  settingWrong: 'broken',
  settingOdd: 'advice',
  limitAboveKie: 'advice',
  stateFolderShut: 'advice',
  nodeGood: 'good',
  nodeOld: 'broken',
  redisGood: 'good',
  redisSilent: 'broken',
  redisRefuses: 'broken',
  redisProtected: 'broken',
  redisForbids: 'broken',
  redisOld: 'broken',
  redisIsReplica: 'broken',
  redisCannotWrite: 'broken',
  redisFills: 'advice',
  contractBroken: 'broken',
  contractHidden: 'broken',
  contractDeclared: 'advice',
  contractUnsafe: 'advice',
  ledgerNewer: 'broken',
  clocksGood: 'good',
  clockOff: 'advice',
  kieClockOff: 'broken',
  kieGood: 'good',
  kieSimulated: 'good',
  kieWithoutCredits: 'broken',
  kieKeyRefused: 'broken',
  kieSilent: 'broken',
  callbackGood: 'good',
  callbackUnset: 'advice',
  callbackSilent: 'broken',
  callbackMoved: 'broken',
  callbackElsewhere: 'broken',
  apiGood: 'good',
  apiSilent: 'advice',
  apiNotReady: 'broken',
  apiKeyRefused: 'advice',
  noWorker: 'broken',
  workersDiffer: 'broken',
  versionsMixed: 'advice',
  workerClockOff: 'advice',
  gateClosed: 'broken',
} as const satisfies Record<Code, Level>

export const found = <C extends Code>(code: C, facts: Facts[C]): Finding => ({ code, facts }) as Finding

/** What is looked at, in the order in which it is told: what stands below rests on what stands above. */
export const SUBJECTS = ['settings', 'node', 'redis', 'clock', 'kie', 'callback', 'api'] as const
export type Subject = (typeof SUBJECTS)[number]
