import { afterEach, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findFreePort, probePort } from '../ports/find-free-port.ts'
import { environmentWith, programEnvironment, sourceCommand } from '../processes/source-process.ts'
import { startPrivateRedis } from '../redis/private-redis.ts'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { SAMPLE_JOBS } from './sample-jobs.ts'

// The whole command, with the real API, worker and simulator.

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const ALL = `${SAMPLE_JOBS.length} of ${SAMPLE_JOBS.length} succeeded`
/** Faster than by default, but with the time for one call that a busy machine needs. */
const FROM_SOURCE = { KILN_SPEED: '200', KILN_CREATE_TIMEOUT: '9m' }
/** What it starts is built where the tests' own programs are: one run from source shows that it can. */
const QUICK = { ...FROM_SOURCE, ...programEnvironment() }

function runStart(args: string[], env: Record<string, string>) {
  const source = sourceCommand('tools/local/src/start/main.ts', args)
  return runCommand(source.command, source.args, env)
}

function runCommand(command: string, args: string[], env: Record<string, string>) {
  const start = spawn(command, args, {
    cwd: REPOSITORY_ROOT,
    env: environmentWith(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const reader = createInterface({ input: start.stdout }).on('line', (line) => lines.push(line))
  const errors: string[] = []
  createInterface({ input: start.stderr }).on('line', (line) => errors.push(line))
  const closed = once(start, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  ends.push(async () => {
    start.kill('SIGKILL')
    await closed
  })
  /** The first line that matches, and what its parentheses hold. */
  const said = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null)
      if (match) return match[1] ?? match[0]
      await Promise.race([
        once(reader, 'line'),
        closed.then(() => Promise.reject(new Error(lines.join('\n')))),
      ])
    }
  }
  return { start, lines, errors, said, exitCode: closed.then(([code]) => code) }
}

async function listenOn(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  ends.push(() => new Promise((resolve) => void server.close(resolve)))
  return (server.address() as AddressInfo).port
}

test('one run brings everything up beside a taken port, shows the sample, and leaves nothing', async () => {
  const taken = await listenOn(createServer())
  const { lines, said, exitCode } = runStart(['--once'], { ...FROM_SOURCE, PORT: String(taken) })
  const dir = await said(/its data is in (\S+) \(removed at the end\)/)
  const api = await said(new RegExp(`API +(http://127\\.0\\.0\\.1:\\d+) \\(port ${taken} is taken\\)`))

  expect(await exitCode).toBe(0)
  expect(lines.filter((line) => line.includes(ALL))).toEqual([ALL])
  expect(lines.filter((line) => / succeeded +\d+\.\d {2}http:/.test(line))).toHaveLength(SAMPLE_JOBS.length)
  expect(await said(/KIE +simulated at .*nothing is paid for/)).toBeTruthy()
  expect(existsSync(dir)).toBe(false)
  expect(await probePort(Number(new URL(api).port))).not.toBeNull()
})

test('without a redis-server the embedded one serves, and Ctrl-C ends everything within two seconds', async () => {
  // A search path with a shell and nothing else.
  const bin = await mkdtemp(join(tmpdir(), 'kiln-bin-'))
  ends.push(() => rm(bin, { recursive: true }))
  await symlink('/bin/sh', join(bin, 'sh'))
  const port = await findFreePort()
  const { start, lines, said, exitCode } = runStart([], { ...QUICK, PATH: bin, PORT: String(port) })
  expect(await said(/Redis +(embedded .*)/)).toMatch(/nothing survives a restart.*KILN_REDIS_CONTRACT=unsafe/)
  await said(new RegExp(`^${ALL}$`))
  expect(await said(/curl -s (\S+)/)).toBe(`http://127.0.0.1:${port}/v1/jobs`)

  const asked = performance.now()
  start.kill('SIGINT')
  expect(await exitCode).toBe(0)
  expect(performance.now() - asked).toBeLessThan(2_000)
  expect(await probePort(port)).toBe(port)
  expect(lines.at(-1)).toBe('Stopping.')
})

test('on a Redis that holds API keys of an earlier run the sample gets a key of its own', async () => {
  const redis = await startPrivateRedis()
  ends.push(() => redis.stop())
  const env = { ...QUICK, REDIS_URL: redis.url, PORT: '0' }
  const first = runStart([], env)
  const api = await first.said(/API +(http:\S+)/)
  await first.said(/Ctrl-C stops/)
  const made = await fetch(`${api}/v1/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'boss', scopes: ['admin'] }),
  })
  expect(made.status).toBe(201)
  first.start.kill('SIGINT')
  expect(await first.exitCode).toBe(0)

  const second = runStart([], env)
  await second.said(new RegExp(`^${ALL}$`))
  expect(await second.said(/Keys +(.*)/)).toBe(
    'this Redis holds API keys that were made before: every call needs one',
  )
  expect(await second.said(/curl -s \S+ (-H \S+ \S+)/)).toBe("-H 'authorization: Bearer")
  second.start.kill('SIGINT')
  expect(await second.exitCode).toBe(0)
}, 120_000)

test('with a key nothing is submitted, for it would cost money', async () => {
  const asked: unknown[] = []
  const kie = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('{"code":200,"msg":"success","data":100}')
  })
  const KIE_BASE_URL = `http://127.0.0.1:${await listenOn(kie)}`
  const { said, exitCode } = runStart(['--once'], {
    ...programEnvironment(),
    KIE_AI_API_KEY: 'theirs',
    KIE_BASE_URL,
    PORT: '0',
  })
  expect(await said(/KIE +(.*)/)).toBe(
    `${KIE_BASE_URL} with your KIE_AI_API_KEY: jobs cost credits, so no sample is run`,
  )
  expect(await exitCode).toBe(0)
  expect(asked.filter((call) => call !== 'GET /api/v1/chat/credit')).toEqual([])
})

test('when one part ends by itself, it is named with its last words, and everything ends', async () => {
  const { lines, said, exitCode } = runStart([], { ...QUICK, PORT: '0' })
  const redisUrl = await said(/Redis +.* (redis:\S+);/)
  await said(/Logs/)
  const redis = new Redis(redisUrl, { retryStrategy: () => null })
  redis.on('error', () => undefined)
  await redis.shutdown('NOSAVE').catch(() => undefined)

  expect(await exitCode).toBe(1)
  expect(lines.find((line) => line.startsWith('Everything ends: '))).toBe(
    'Everything ends: Redis ended by itself, exit code 0',
  )
  expect(lines.some((line) => line.includes('Redis is now ready to exit, bye bye'))).toBe(true)
})

test('when the package manager that launched it is killed, it ends too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kiln-pnpm-'))
  ends.push(() => rm(folder, { recursive: true }))
  const main = sourceCommand('tools/local/src/start/main.ts')
  const script = [main.command, ...main.args].map((part) => `'${part}'`).join(' ')
  // Stands in for pnpm: a process of that name with a shell that runs the script.
  const path = join(folder, 'pnpm.cjs')
  const line = `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(`${script}; true`)}], { stdio: 'inherit' })`
  await writeFile(path, line)
  const { start, lines, said, exitCode } = runCommand(process.execPath, [path], { ...QUICK, PORT: '0' })
  const dir = await said(/its data is in (\S+) \(removed at the end\)/)
  await said(/Logs/)

  start.kill('SIGKILL')
  // The stream ends when the last process that writes to it has ended.
  await exitCode
  expect(lines.at(-1)).toBe('Stopping.')
  expect(existsSync(dir)).toBe(false)
})

test('a setting that start cannot read ends it at once', async () => {
  const { lines, errors, exitCode } = runStart([], { PORT: 'eighty' })
  expect(await exitCode).toBe(2)
  expect([lines, errors]).toEqual([[], ['PORT must be a whole number from 0 to 65535, got "eighty".']])
})
