import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  findFreePort,
  makeTemporaryFolder,
  programCommand,
  startSimulatorProcess,
  type ReachableProcess,
} from '@kiln/local'
import type { Books } from '@kiln/simulator'
import { eventually } from './client.ts'

/** The page is followed as it stands, but for the address of KIE and the ports, which a machine may have in use. */
const PAGE = readFileSync(new URL('../docs/first-real-job.md', import.meta.url), 'utf8')

let simulator: ReachableProcess
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
let ports: { redis: number; api: number }
const running: ChildProcess[] = []
beforeAll(async () => {
  folder = await makeTemporaryFolder('kiln-first-job-')
  simulator = await startSimulatorProcess({ env: { PORT: '0', KILN_SPEED: '20' } })
  ports = { redis: await findFreePort(), api: await findFreePort() }
}, 60_000)
afterAll(async () => {
  // In the order of the page.
  for (const each of running.toReversed()) {
    process.kill(-each.pid!, 'SIGTERM')
    await once(each, 'close')
  }
  await simulator.stop()
  await folder.remove()
}, 30_000)

function step(name: string): string {
  const block = /```sh\n([\s\S]+?)```/.exec(PAGE.split(`<!-- step: ${name} -->`)[1] ?? '')
  if (block === null) throw new Error(`the page has no step ${name}`)
  return block[1]!.replaceAll('6379', String(ports.redis)).replaceAll(':3000', `:${ports.api}`)
}

const quoted = ({ command, args }: { command: string; args: string[] }) =>
  [command, ...args].map((part) => `'${part}'`).join(' ')

/** pnpm's scripts by their own commands: it would start them in the repository, not where the page is followed. */
function shell(script: string): ChildProcess {
  const programs = ['api', 'worker'].map(
    (name) => `${name}) ${quoted(programCommand(`apps/${name}/src/main.ts`))};;`,
  )
  const kiln = `-s) shift 2; ${quoted(programCommand('apps/cli/src/main.ts'))} "$@";;`
  const pnpm = `pnpm() { case "$1" in ${[...programs, kiln].join(' ')} esac; }`
  return spawn('bash', ['--norc', '-c', `${pnpm}\n${step('environment')}\n${script}`], {
    cwd: folder.path,
    detached: true,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder.path,
      PORT: String(ports.api),
      KIE_AI_API_KEY: 'typed-by-hand',
      KIE_BASE_URL: simulator.url,
      KILN_SPEED: '20',
    },
  })
}

async function run(name: string): Promise<string> {
  const child = shell(step(name))
  let told = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text: Buffer) => (told += String(text)))
  await once(child, 'close')
  return told
}

/** Starts what the page leaves running, and settles once it says that it works. */
async function start(name: string, sign: RegExp): Promise<void> {
  const child = shell(step(name))
  running.push(child)
  let told = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (text: Buffer) => sign.test((told += String(text))) && resolve())
    }
    child.once('exit', () => reject(new Error(`${name} ended: ${told}`)))
  })
}

const books = async () => (await (await fetch(`${simulator.url}/_sim/books`)).json()) as Books

test('the page leads from a key to a picture, paid for once', async () => {
  await start('redis', /Ready to accept connections/)
  const before = await run('doctor')
  expect(before).toMatch(/^ok {2}KIE: /m)
  expect(before).toMatch(/Nothing is broken, 2 remarks\.\n$/)

  await start('api', /"event":"listening"/)
  await start('worker', /"event":"working"/)
  expect(
    await eventually(
      () => run('doctor'),
      (told) => / 1 worker; no gate is closed/.test(told),
    ),
  ).toMatch(/Nothing is broken, 1 remark\.\n$/)

  expect(await run('quote')).toContain('0.8 credits')
  expect((await books()).charges).toEqual([])
  const submitted = await run('submit')
  expect(submitted).toMatch(/1 succeeded/)
  expect(submitted).toMatch(/"state":"succeeded","result":\{"urls":\["http/)
  const receipt = await run('receipt')
  expect(receipt).toContain('"charged":0.8')
  expect((await books()).charges).toHaveLength(1)
  expect(receipt).not.toContain('typed-by-hand')
}, 120_000)
