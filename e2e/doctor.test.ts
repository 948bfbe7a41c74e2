import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { findFreePort, programCommand } from '@kiln/local'
import { call, eventually } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const KEY = 'the-only-key-that-this-kie-knows'

let stack: Stack
let sound: Record<string, string>
let otherSite: Server
beforeAll(async () => {
  const port = await findFreePort()
  const api = `http://127.0.0.1:${port}`
  // One environment for all, as docs/operating.md wants it.
  const shared = { PORT: String(port), KIE_AI_API_KEY: KEY, KIE_CALLBACK_URL: api }
  stack = await startStack({ env: shared, simulatorEnv: { SIMULATOR_API_KEY: KEY }, redis: 'real' })
  otherSite = createServer((request, response) => {
    request.resume()
    const moved = request.url?.startsWith('/moved') === true
    response.writeHead(moved ? 301 : 404, moved ? { location: api } : {}).end('<h1>Another site</h1>')
  })
  await new Promise<void>((resolve) => otherSite.listen(0, '127.0.0.1', resolve))
  const common = { KIE_BASE_URL: stack.simulatorUrl, KILN_SPEED: '20' }
  sound = { ...shared, ...common, REDIS_URL: stack.redis.url, KILN_API_URL: api }
  await eventually(
    () => examine(),
    ({ ok }) => ok,
  )
}, 60_000)
afterAll(async () => {
  await stack.stop()
  otherSite.close()
}, 30_000)

interface Told {
  ok: boolean
  findings: { subject: string; code: string; level: string; says: string; mend: string | null }[]
}

const elsewhere = (path: string) => `http://127.0.0.1:${(otherSite.address() as AddressInfo).port}${path}`

function doctor(args: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string }> {
  const { command, args: own } = programCommand('apps/cli/src/main.ts')
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...own, 'doctor', ...args],
      { env: { PATH: process.env['PATH'] ?? '', ...sound, ...env } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out: out + err }),
    )
  })
}

async function examine(env: Record<string, string> = {}): Promise<Told & { code: number; text: string }> {
  const { code, out } = await doctor(['--json'], env)
  return { ...(JSON.parse(out) as Told), code, text: out }
}

const faults = async () => (await examine()).findings.filter(({ level }) => level === 'broken')

describe('kiln doctor', () => {
  test('finds nothing in a set-up that works, and says what it looked at', async () => {
    const { code, out } = await doctor([])
    expect(out).toMatch(
      /^ok {2}Settings: .*\nok {2}Node\.js: v.*\nok {2}Redis: 7.*\nok {2}Clock: .*\nok {2}KIE: .*play money/,
    )
    expect(out).toMatch(
      /\nok {2}Callbacks: .*\nok {2}API: .* 1 worker; no gate is closed\.\n\nNothing is broken\.\n$/,
    )
    expect(code).toBe(0)
    expect(out).not.toContain(KEY)
  })

  test.each([
    ['a key that KIE refuses', () => ({ KIE_AI_API_KEY: 'another-key' }), 'kieKeyRefused', 'KIE_AI_API_KEY'],
    ['no key', () => ({ KIE_AI_API_KEY: '' }), 'settingWrong', 'docs/configuration.md'],
    [
      'a KIE that is not there',
      async () => ({ KIE_BASE_URL: `http://127.0.0.1:${await findFreePort()}` }),
      'kieSilent',
      'KIE_BASE_URL',
    ],
    [
      'callbacks that go to another site',
      () => ({ KIE_CALLBACK_URL: elsewhere('/') }),
      'callbackElsewhere',
      'KIE_CALLBACK_URL',
    ],
    [
      'callbacks that are sent on',
      () => ({ KIE_CALLBACK_URL: elsewhere('/moved') }),
      'callbackMoved',
      'KIE_CALLBACK_URL',
    ],
    [
      'a Redis that is not there',
      async () => ({ REDIS_URL: `redis://127.0.0.1:${await findFreePort()}` }),
      'redisSilent',
      'REDIS_URL',
    ],
    [
      'a password that Redis refuses',
      () => ({ REDIS_URL: stack.redis.url.replace('//', '//kiln:a-wrong-password@') }),
      'redisRefuses',
      'REDIS_URL',
    ],
    ['an API open to everybody', () => ({ HOST: '0.0.0.0' }), 'settingWrong', 'docs/configuration.md'],
  ])('names %s, and what mends it', async (_what, breaks, finding, mend) => {
    const env = await breaks()
    const { code, ok, findings, text } = await examine(env)
    const broken = findings.filter(({ level }) => level === 'broken')
    expect(broken).toMatchObject([{ code: finding, mend: expect.stringContaining(mend) }])
    expect([code, ok]).toEqual([1, false])
    for (const secret of [KEY, 'another-key', 'a-wrong-password']) expect(text).not.toContain(secret)
  })

  describe('of what runs', () => {
    afterEach(async () => {
      await stack.db.config('SET', 'appendfsync', 'always')
      await call(stack, 'POST', '/v1/system/resume', { scope: 'submit' })
    })
    test('names a Redis that may forget the last second', async () => {
      await stack.db.config('SET', 'appendfsync', 'everysec')
      expect(await faults()).toContainEqual(
        expect.objectContaining({
          code: 'contractBroken',
          says: expect.stringContaining('appendfsync must be always, got everysec'),
        }),
      )
    })

    test('names a gate that is closed, and by whom', async () => {
      await call(stack, 'POST', '/v1/system/pause', { scope: 'submit' })
      expect(await faults()).toMatchObject([{ code: 'gateClosed', says: expect.stringContaining('paused') }])
    })

    test('names a worker that was told other limits, and then that there is none', async () => {
      await stack.startWorker({ KILN_POLL_LIMIT: '1/1s' })
      await eventually(faults, (all) => all[0]?.code === 'workersDiffer')
      await Promise.all(stack.workers.map((worker) => worker.stop()))
      expect(await faults()).toMatchObject([
        { code: 'noWorker', mend: expect.stringContaining('pnpm worker') },
      ])
      await stack.startWorker()
    })
  })

  test('speaks Russian and Chinese', async () => {
    const [russian, chinese] = await Promise.all([doctor(['--lang', 'ru']), doctor(['--lang', 'zh'])])
    expect(russian.out).toMatch(/Всё исправно\.\n$/)
    expect(chinese.out).toMatch(/一切正常。\n$/)
  })
})
