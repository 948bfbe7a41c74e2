import { examineSettings, type Environment, type Settings } from '@kiln/config'
import type { Language } from '@kiln/languages'
import type { Kiln } from '@kiln/sdk'
import { connectApi } from '../api/connect-api.ts'
import type { Words } from '../words/words.ts'
import { SUBJECTS, type Finding, type Subject } from './findings.ts'
import { lookAtApi } from './look-at-api.ts'
import { lookAtCallback } from './look-at-callback.ts'
import { lookAtClocks } from './look-at-clock.ts'
import { lookAtKie, readKieClock } from './look-at-kie.ts'
import { lookAtNode } from './look-at-node.ts'
import { lookAtRedis } from './look-at-redis.ts'
import { lookAtSettings } from './look-at-settings.ts'
import { lookAtStateFolder } from './look-at-state-folder.ts'

interface Looked {
  subject: Subject
  findings: Finding[]
}

export type Examination = { ok: true; subjects: Looked[] } | { ok: false; fault: string; hint: string }

/** `apiUrl` goes before what the environment says of the API's address. */
export async function examine(
  env: Environment,
  apiUrl: string | undefined,
  language: Language,
  words: Words,
): Promise<Examination> {
  const settings = examineSettings(env)
  const connection = connectApi(env, apiUrl ?? addressOf(env, settings), language, words)
  if (!connection.ok) return connection
  return { ok: true, subjects: await lookAtAll(settings, connection, language) }
}

/** Where the API listens by the settings, unless somebody says where it is. */
function addressOf(env: Environment, { values }: Settings): string {
  return env['KILN_API_URL']?.trim() || `http://127.0.0.1:${values.PORT || 3000}`
}

/**
 * Looks at all that can be looked at, side by side: one fault hides no other. What rests on a setting that is missing or
 * wrong is left out, for the setting is told of.
 */
async function lookAtAll(
  settings: Settings,
  api: { address: string; kiln: Kiln },
  language: Language,
): Promise<Looked[]> {
  const { values } = settings
  // Without it the folder hangs on whose HOME it is, and ours may not be the worker's.
  const { KILN_STATE_DIR: folder } = values
  const { KIE_BASE_URL: kieUrl, KIE_AI_API_KEY: kieKey, KIE_CALLBACK_URL: callbackUrl } = values
  const [redis, stateFolder, kieAheadMs, kie, callback, running] = await Promise.all([
    askRedis(settings),
    folder ? lookAtStateFolder(folder) : [],
    kieUrl === undefined ? null : readKieClock(kieUrl),
    kieUrl === undefined || !kieKey ? [] : lookAtKie(kieUrl, kieKey),
    callbackUrl === undefined ? [] : lookAtCallback(callbackUrl),
    lookAtApi(api.address, api.kiln, language),
  ])
  const clock = redis?.clock ?? null
  const looked: Record<Subject, Finding[]> = {
    settings: [...lookAtSettings(settings), ...stateFolder],
    node: lookAtNode(process.version),
    redis: redis?.findings ?? [],
    clock: clock === null ? [] : lookAtClocks({ ...clock, kieAheadMs }),
    kie,
    callback,
    api: running,
  }
  return SUBJECTS.map((subject) => ({ subject, findings: looked[subject] }))
}

async function askRedis({ servers, values }: Settings) {
  const { KILN_PREFIX: prefix, KILN_REDIS_CONTRACT: contract } = values
  if (servers === null || prefix === undefined || contract === undefined) return null
  return lookAtRedis(servers, prefix, contract)
}
