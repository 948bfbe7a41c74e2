import { pluralsOf } from '@kiln/languages'
import type { Code, Facts } from '../../doctor/findings.ts'

const plural = pluralsOf('en')

/** A finding whose words hang on nothing but itself needs no function. */
type WordsOf<C extends Code> = string | ((facts: Facts[C]) => string)

const SAYS = {
  settingsGood: 'every setting can be read, and they fit each other.',
  settingWrong: ({ variable, message }) => `${variable} ${message}`,
  settingOdd: ({ variable, message }) => `${variable} ${message}`,
  limitAboveKie: ({ limit, known }) =>
    `KILN_SUBMIT_LIMIT is ${limit}; KIE grants an account ${known} unless it agreed to more.`,
  nodeGood: ({ version }) => `${version}.`,
  nodeOld: ({ version }) => `${version} is too old.`,
  redisGood: ({ version }) => `${version} answers, evicts nothing and syncs every write.`,
  redisSilent: ({ address, reason }) => `${address} cannot be used: ${reason}`,
  redisRefuses: ({ address, reason }) => `${address} refuses the login: ${reason}`,
  redisForbids: ({ reason }) => `this user may not run kiln's scripts: ${reason}`,
  redisOld: ({ version }) => `${version} is older than what kiln is tested on.`,
  redisIsReplica: ({ address }) => `${address} is a replica, which takes no writes.`,
  redisCannotWrite: ({ reason }) => `it could not write to its disk: ${reason}`,
  redisFills: ({ percent }) => `${percent} % of its memory is used; when it is full no new job is taken.`,
  contractBroken: ({ fault }) => fault,
  contractDeclared: 'KILN_REDIS_CONTRACT=declared: nobody but you has looked at noeviction and AOF always.',
  contractUnsafe: 'KILN_REDIS_CONTRACT=unsafe: a power cut may lose jobs or pay for them twice.',
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
  nodeOld: ({ needed }) => `Install Node.js ${needed} or later; 22 and 24 are good.`,
  redisSilent: 'Start it, or correct the host and port in REDIS_URL; a firewall may stand between.',
  redisRefuses: 'Put the right user and password into REDIS_URL: redis://user:password@host:port.',
  redisForbids:
    'Give it the rights of the user `kiln` in ops/redis/users.acl, and the keys below KILN_PREFIX.',
  redisOld: ({ needed }) => `Use Redis ${needed} or later, or Valkey.`,
  redisIsReplica: 'Name the primary in REDIS_URL.',
  redisCannotWrite: 'Look at the free space and the rights of its data folder, and into its log.',
  redisFills: 'Raise maxmemory. Jobs that were accepted go on even then.',
  contractBroken:
    'Write it into redis.conf too, so that a restart keeps it: ops/redis/redis.conf has all of it.',
  contractDeclared: 'Where CONFIG GET is allowed, unset it, and kiln looks for itself.',
  contractUnsafe: 'Unset it before real jobs are run.',
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
  workersDiffer: 'Give all processes the same environment, and restart those.',
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
