import { readFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { parse } from 'yaml'
import type { Installation } from './installation.ts'
import type { Caller } from './api-caller.ts'
import { askUntil } from './ask-until.ts'
import { secondsOf } from './files/compose.ts'

interface Proof {
  installation: Installation
  env: Readonly<Record<string, string>>
  tell: (line: string) => void
}

const JOBS = 20

/** Prometheus looks every 15 s. */
const SCRAPED_WITHIN_MS = 45_000

type Act = (proof: Proof, api: Caller) => Promise<string[]>

/** In this order: each goes on with what those before it left. Answers what is wrong. */
export const ACTS: readonly (readonly [name: string, act: Act])[] = [
  ['the containers are as closed as docker-compose.yml says', seeConfinement],
  ['Redis lets nobody do more than users.acl says', seeRedisUsers],
  ['the API wants a key', seeKeyWanted],
  [`${JOBS} jobs reach their results, told by callbacks`, runJobs],
  ['kiln doctor finds nothing broken, and every worker was told what the API was', seeDoctor],
  ['Prometheus reaches every process and counts the jobs', seePrometheus],
  ['workers stopped in the middle end in order, and others finish', stopWorkers],
  ['Redis keeps everything over a stop', stopRedis],
]

async function seeConfinement({ installation }: Proof): Promise<string[]> {
  const look = `const { writeFileSync, readFileSync } = require('node:fs')
    const writes = ['/app/x', '/app/dist/main.js', '/x', '/etc/x'].filter((path) => { try { writeFileSync(path, ''); return true } catch { return false } })
    const status = readFileSync('/proc/self/status', 'utf8')
    console.log(JSON.stringify({ uid: process.getuid(), writes, caps: /CapEff:\\s*(\\w+)/.exec(status)[1], noNewPrivs: /NoNewPrivs:\\s*(\\d)/.exec(status)[1] }))`
  const faults = ['api', 'worker', 'simulator'].map(async (name) => {
    const { output } = (await installation.containers(name)[0]?.exec(['node', '-e', look])) ?? { output: '' }
    const { uid, writes, caps, noNewPrivs } = JSON.parse(output) as Record<string, unknown>
    const isClosed = uid === 1000 && caps === '0000000000000000' && noNewPrivs === '1'
    return isClosed && (writes as string[]).length === 0 ? [] : [`${name} may do too much: ${output.trim()}`]
  })
  const graces = installation.services
    .filter(({ env }) => env['KILN_SHUTDOWN_GRACE'] !== undefined)
    .filter(({ env, stopGraceMs }) => stopGraceMs <= secondsOf(env['KILN_SHUTDOWN_GRACE'] ?? '') * 1_000)
    .map(({ name }) => `${name} is killed before its own grace is over`)
  return [...(await Promise.all(faults)).flat(), ...graces]
}

/** A command, and the user who must not do it; null is nobody. */
const REFUSED: readonly (readonly [user: 'kiln' | 'watch' | null, ...command: [string, ...string[]]])[] = [
  [null, 'PING'],
  ['kiln', 'FLUSHALL'],
  ['kiln', 'CONFIG', 'SET', 'appendfsync', 'no'],
  ['kiln', 'ACL', 'LIST'],
  ['kiln', 'GET', 'foreign'],
  ['kiln', 'EVAL', "return redis.call('FLUSHALL')", '0'],
  ['watch', 'GET', '{kiln}:x'],
  ['watch', 'CONFIG', 'GET', '*'],
]

async function seeRedisUsers({ installation, env }: Proof): Promise<string[]> {
  const host = new URL(installation.url('redis', 6379)).hostname
  const passwords = { kiln: env['REDIS_KILN_PASSWORD'] ?? '', watch: env['REDIS_WATCH_PASSWORD'] ?? '' }
  const faults = REFUSED.map(async ([user, command, ...args]) => {
    const login = user === null ? {} : { username: user, password: passwords[user] }
    const redis = new Redis({
      ...login,
      host,
      port: 6379,
      enableReadyCheck: false,
      retryStrategy: () => null,
    })
    redis.on('error', () => undefined)
    const answer = await redis.call(command, ...args).catch(({ message }: Error) => message)
    redis.disconnect()
    const isRefused = typeof answer === 'string' && /^(?:NOPERM|NOAUTH)|can't run this command/.test(answer)
    return isRefused
      ? []
      : [`${user ?? 'nobody'} was not refused ${command} ${args.join(' ')}: ${String(answer)}`]
  })
  return (await Promise.all(faults)).flat()
}

async function seeKeyWanted({ installation }: Proof): Promise<string[]> {
  const { status } = await fetch(`${installation.url('api', 3000)}/v1/jobs`)
  return status === 401 ? [] : [`the API answered ${status} without a key`]
}

async function runJobs({ installation }: Proof, api: Caller): Promise<string[]> {
  const ids = await api.submit(JOBS)
  const states = await api.ends(ids)
  const { charges, callbacksRefused, callbacksSent } = await api.books()
  const mark = await installation.containers('worker')[0]?.exec(['ls', '/var/lib/kiln'])
  return [
    ...(/^ledger-\w+\.json$/m.test(mark?.output ?? '') ? [] : ['no worker kept its mark']),
    ...states
      .filter((state) => state !== 'succeeded')
      .map((state) => `a job ended as ${state} instead of succeeded`),
    ...(charges.length === JOBS ? [] : [`KIE's books have ${charges.length} charges for ${JOBS} jobs`]),
    ...(callbacksRefused === 0 && callbacksSent > 0 ? [] : [`no callbacks: ${callbacksRefused} refused`]),
  ]
}

async function seeDoctor({ installation }: Proof, api: Caller): Promise<string[]> {
  const { code, output } = await installation.ask(['doctor'])
  const agreements = await api.agreements()
  const { replicas = 0 } = installation.services.find(({ name }) => name === 'worker') ?? {}
  return [
    ...(code === 0 && output.includes('Nothing is broken.') ? [] : [`kiln doctor found: ${output}`]),
    ...(agreements.length === replicas && agreements.every((agrees) => agrees === true)
      ? []
      : [`of ${replicas} workers these agree with the API: ${JSON.stringify(agreements)}`]),
  ]
}

async function seePrometheus({ installation }: Proof): Promise<string[]> {
  const url = installation.url('prometheus', 9090)
  const ask = async (query: string): Promise<string[]> => {
    const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`)
    type Answer = { error?: string; data: { result: { value: [number, string] }[] } }
    const { data, error } = (await response.json()) as Answer
    if (error !== undefined) throw new Error(`Prometheus refused ${query}: ${error}`)
    return data.result.map(({ value }) => value[1])
  }
  const expected: readonly (readonly [query: string, values: string[]])[] = [
    ['up{job="kiln-api"}', ['1']],
    ['up{job="kiln-worker"}', ['1', '1']],
    ['max(kiln_jobs{state="succeeded"})', [String(JOBS)]],
    ['sum(kiln_jobs_finished_total{state="succeeded"})', [String(JOBS)]],
    ['max(kiln_redis_contract_ok)', ['1']],
  ]
  // Whether it can be asked at all; what it comes to hangs on the load.
  await ask(await scalingQuery())
  const look = async () => {
    const seen = await Promise.all(expected.map(([query]) => ask(query)))
    return expected.flatMap(([query, values], i) =>
      seen[i]?.join() === values.join() ? [] : [`${query} is ${seen[i]?.join() ?? ''}, not ${values.join()}`],
    )
  }
  return askUntil(look, (faults) => faults.length === 0, { withinMs: SCRAPED_WITHIN_MS, everyMs: 500 })
}

const SCALING = new URL('../../deploy/kubernetes/autoscaling-with-keda.yml', import.meta.url)

async function scalingQuery(): Promise<string> {
  type Scaling = { spec: { triggers: [{ metadata: { query: string } }] } }
  return (parse(await readFile(SCALING, 'utf8')) as Scaling).spec.triggers[0].metadata.query
}

async function stopWorkers({ installation }: Proof, api: Caller): Promise<string[]> {
  const before = (await api.books()).charges.length
  const ids = await api.submit(JOBS)
  const faults = await installation.stop('worker')
  await installation.start('worker')
  const states = await api.ends(ids)
  const charged = (await api.books()).charges.length - before
  return [
    ...faults,
    ...states.filter((state) => state !== 'succeeded').map((state) => `a job ended as ${state} after a stop`),
    ...(charged === JOBS ? [] : [`${charged} charges for ${JOBS} jobs over a stop`]),
  ]
}

async function stopRedis({ installation }: Proof, api: Caller): Promise<string[]> {
  const before = await api.count()
  const faults = await installation.stop('redis')
  await installation.start('redis')
  await api.untilReady()
  const after = await api.count()
  return [...faults, ...(before === after ? [] : [`${before} jobs before Redis was stopped, ${after} after`])]
}
