import { pluralsOf } from '@kiln/languages'
import type { Code, Facts } from '../../doctor/findings.ts'

const plural = pluralsOf('en')

/** A finding whose words hang on nothing but itself needs no function. */
type WordsOf<C extends Code> = string | ((facts: Facts[C]) => string)

const BECAUSE = {
  'maxmemory-policy': 'an evicted record is a lost job',
  appendonly: 'a restart forgets what was already paid',
  appendfsync: 'a power cut forgets the last second, and with it intents: jobs are paid twice',
} as const

const SAYS = {
  settingsGood: 'every setting can be read, and they fit each other.',
  settingWrong: ({ variable, message }) => `${variable} ${message}`,
  settingOdd: ({ variable, message }) => `${variable} ${message}`,
  limitAboveKie: ({ limit, known }) =>
    `KILN_SUBMIT_LIMIT is ${limit}; KIE grants an account ${known} unless it agreed to more.`,
  stateFolderShut: ({ folder, reason }) =>
    `a worker cannot write to ${folder} (${reason}): once it has ended, nobody notices a Redis that went back in time.`,
  nodeGood: ({ version }) => `${version}.`,
  nodeOld: ({ version }) => `${version} is too old.`,
  redisGood: ({ version }) => `${version} answers, evicts nothing and syncs every write.`,
  redisSilent: ({ address, reason }) => `${address} cannot be used: ${reason}`,
  redisRefuses: ({ address, reason }) => `${address} refuses the login: ${reason}`,
  redisProtected: ({ address }) => `${address} is in protected mode: it hears its own machine alone.`,
  redisForbids: ({ reason }) => `this user may not run kiln's scripts: ${reason}`,
  redisOld: ({ version }) => `${version} is older than what kiln is tested on.`,
  redisIsReplica: ({ address }) => `${address} is a replica, which takes no writes.`,
  redisCannotWrite: ({ reason }) => `it could not write to its disk: ${reason}`,
  redisFills: ({ percent }) => `${percent} % of its memory is used; when it is full no new job is taken.`,
  contractBroken: ({ setting, wanted, got }) =>
    `${setting} must be ${wanted}, got ${got || 'nothing'}: ${BECAUSE[setting]}.`,
  contractHidden:
    'CONFIG GET is forbidden, so kiln cannot see noeviction and AOF always, and does not start.',
  contractDeclared: 'KILN_REDIS_CONTRACT=declared: nobody but you has looked at noeviction and AOF always.',
  contractUnsafe: 'KILN_REDIS_CONTRACT=unsafe: a power cut may lose jobs or pay for them twice.',
  ledgerNewer: ({ schema, known }) =>
    `the ledger is of schema ${schema}, and this release of kiln knows up to ${known}: a newer one works with it.`,
  clocksGood: ({ seconds }) => `this machine and Redis are ${seconds} s apart.`,
  clockOff: ({ seconds }) =>
    `this machine and Redis are ${seconds} s apart. kiln goes by Redis, so nothing breaks; logs mislead.`,
  kieClockOff: ({ seconds }) =>
    `KIE and Redis are ${seconds} s apart: signed callbacks will not be believed.`,
  kieGood: ({ host, credits }) => `${host} takes the key; ${credits} credits are left.`,
  kieSimulated: ({ host, credits }) =>
    `${host} takes the key; it is not the real KIE, and its ${credits} credits are play money.`,
  kieWithoutCredits: ({ host, credits }) =>
    `${host} takes the key, and the balance is ${credits}: jobs wait behind the gate credits.`,
  kieKeyRefused: ({ host, said }) => `${host} refuses the key: ${said}`,
  kieSilent: ({ host, said }) => `${host} did not tell the balance: ${said}`,
  callbackGood: ({ url }) => `${url} leads to kiln, from here.`,
  callbackUnset:
    'KIE_CALLBACK_URL is not set: results are polled for, and a lost answer goes to a person at once.',
  callbackSilent: ({ url, reason }) => `${url} cannot be reached: ${reason}`,
  callbackMoved: ({ url, status }) =>
    `${url} redirects (${status}), and a posted callback may get lost on the way.`,
  callbackElsewhere: ({ url, status }) => `${url} answers ${status}, and is not kiln.`,
  apiGood: ({ address, workers }) =>
    `${address} is ready, with ${workers} ${plural(workers, { one: 'worker', other: 'workers' })}; no gate is closed.`,
  apiSilent: ({ address, reason }) => `${address} does not answer: ${reason}`,
  apiNotReady: ({ address, reason }) => `${address} is not ready: ${reason}`,
  apiKeyRefused: ({ address, reason }) => `${address} runs, and does not show its state: ${reason}`,
  noWorker: 'no worker gave a sign in the last 30 s: jobs are taken and none is sent.',
  workersDiffer: ({ names }) => `${names} run with other limits, budgets or times than the API.`,
  versionsMixed: ({ versions }) => `versions ${versions} run side by side. That is safe during an upgrade.`,
  workerClockOff: ({ name, seconds }) =>
    `the clock of ${name} and Redis are ${seconds} s apart. Nothing breaks; its log misleads.`,
  gateClosed: ({ gate, detail, jobsHeld }) =>
    `the gate ${gate} is closed and holds ${jobsHeld} ${plural(jobsHeld, { one: 'job', other: 'jobs' })}: ${detail}`,
} satisfies { [C in Code]: WordsOf<C> }

/** What is good needs nothing done, and some findings say it themselves. */
const MENDS = {
  settingWrong: 'docs/configuration.md lists every setting.',
  limitAboveKie: ({ known }) => `Unset it for ${known}, or leave it if KIE raised the limit of this account.`,
  stateFolderShut: 'Give the worker a folder in KILN_STATE_DIR that it may write and that outlives it.',
  nodeOld: ({ needed }) => `Install Node.js ${needed} or later; 22 and 24 are good.`,
  redisSilent: 'Start it, or correct the host and port in REDIS_URL; a firewall may stand between.',
  redisRefuses: 'Put the right user and password into REDIS_URL: redis://user:password@host:port.',
  redisProtected: 'Give it users with passwords, as ops/redis/users.acl does, and put one into REDIS_URL.',
  redisForbids:
    'Give it the rights of the user `kiln` in ops/redis/users.acl, and the keys below KILN_PREFIX.',
  redisOld: ({ needed }) => `Use Redis ${needed} or later, or Valkey.`,
  redisIsReplica: 'Name the primary in REDIS_URL.',
  redisCannotWrite: 'Look at the free space and the rights of its data folder, and into its log.',
  redisFills: 'Raise maxmemory. Jobs that were accepted go on even then.',
  contractBroken: ({ setting, wanted }) =>
    `CONFIG SET ${setting} ${wanted}, and write it into redis.conf too, for a restart: ops/redis/redis.conf has all of it.`,
  contractHidden:
    'Allow CONFIG GET, or look at all three settings by hand and set KILN_REDIS_CONTRACT=declared.',
  contractDeclared: 'Where CONFIG GET is allowed, unset it, and kiln looks for itself.',
  contractUnsafe: 'Unset it before real jobs are run.',
  ledgerNewer: 'Run the newer release; docs/operating.md tells the way back.',
  clockOff: 'Let NTP set both clocks.',
  kieClockOff: "Let NTP set the clock of Redis' machine.",
  kieWithoutCredits: 'Top up the account; the waiting jobs go on by themselves.',
  kieKeyRefused:
    'Copy the key anew from https://kie.ai/api-key into KIE_AI_API_KEY; look at its IP list there, too.',
  kieSilent: 'Look at KIE_BASE_URL, the name server, and whether a proxy or firewall lets this machine out.',
  callbackUnset: 'Set it to the public https address of the API. Polling alone is safe, and a little slower.',
  callbackSilent: 'Start the API, and look at the name, the certificate and the proxy before it.',
  callbackMoved: 'Set KIE_CALLBACK_URL to the address that it redirects to.',
  callbackElsewhere:
    'Let the proxy pass /callbacks/kie/ on to the API without a login of its own, or correct KIE_CALLBACK_URL.',
  apiSilent: 'Start it with pnpm api, or say where it is: kiln doctor --api <url>.',
  apiNotReady: 'Mend what is told of Redis and of the settings first; its log says the same.',
  apiKeyRefused: 'Set KILN_API_KEY to a key with the scope operate.',
  noWorker: 'Start one with pnpm worker, on the same Redis and KILN_PREFIX.',
  workersDiffer:
    'Give all processes the same environment, and restart those. If they are of another installation, give it a KILN_PREFIX of its own.',
  versionsMixed: 'Finish the upgrade.',
  workerClockOff: 'Let NTP set it.',
  gateClosed: 'docs/gates.md says what opens each gate.',
} satisfies { [C in Code]?: WordsOf<C> }

export const ENGLISH_DOCTOR = {
  subjects: {
    settings: 'Settings',
    node: 'Node.js',
    redis: 'Redis',
    clock: 'Clock',
    kie: 'KIE',
    callback: 'Callbacks',
    api: 'API',
  },
  says: SAYS,
  mends: MENDS,
  sum: (broken: number, advice: number) => {
    const faults =
      broken === 0 ? 'Nothing is broken' : `${broken} ${plural(broken, { one: 'fault', other: 'faults' })}`
    return advice === 0
      ? `${faults}.`
      : `${faults}, ${advice} ${plural(advice, { one: 'remark', other: 'remarks' })}.`
  },
}
