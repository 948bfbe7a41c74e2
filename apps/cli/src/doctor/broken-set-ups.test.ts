import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { startPrivateRedis, type PrivateRedis } from '@kiln/local'
import { connectForWork } from '@kiln/ledger'
import { runHere } from '../testing/run-here.ts'

const PASSWORD = 'a-password-that-nobody-may-see'

let server: PrivateRedis
let redis: ReturnType<typeof connectForWork>
beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'real' })
  redis = connectForWork(server.url)
})
afterEach(async () => {
  await redis.config('SET', 'maxmemory-policy', 'noeviction')
  await redis.config('SET', 'appendonly', 'yes')
  await redis.flushall()
})
afterAll(async () => {
  await redis.quit()
  await server.stop()
})

/** Nothing listens there, and nothing is asked for: only what stands in `env` is looked at. */
const NOBODY = { KIE_BASE_URL: 'http://127.0.0.1:1', KILN_API_URL: 'http://127.0.0.1:1' }

async function examine(env: Record<string, string>, args: string[] = []) {
  const all = { ...NOBODY, KIE_AI_API_KEY: PASSWORD, REDIS_URL: server.url, ...env }
  const { code, out } = await runHere(['doctor', '--json', ...args], all)
  expect(out).not.toContain(PASSWORD)
  expect(code).toBe(1)
  type Told = { subject: string; code: string; level: string; says: string; mend: string | null }
  const { findings } = JSON.parse(out) as { findings: Told[] }
  return (subject: string) => findings.filter((finding) => finding.subject === subject)
}

describe('kiln doctor names', () => {
  test('each setting of a Redis that throws away and forgets, and the command that mends it', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
    await redis.config('SET', 'appendonly', 'no')
    const found = await examine({})
    expect(found('redis')).toMatchObject([
      { code: 'contractBroken', mend: expect.stringContaining('CONFIG SET maxmemory-policy noeviction') },
      { code: 'contractBroken', mend: expect.stringContaining('CONFIG SET appendonly yes') },
    ])
  })

  test.each([
    ['ru', 'maxmemory-policy должно быть noeviction, сейчас allkeys-lru: вытесненная запись'],
    ['zh', 'maxmemory-policy 必须为 noeviction，当前为 allkeys-lru：被淘汰的记录'],
  ])('them in the language that was asked for, %s', async (language, words) => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const found = await examine({}, ['--lang', language])
    expect(found('redis')).toMatchObject([{ says: expect.stringContaining(words) }])
  })

  test('a Redis that hides its settings, and says what to do instead of setting them', async () => {
    await redis.acl('SETUSER', 'limited', 'on', `>${PASSWORD}`, '~*', '+@all', '-config')
    const found = await examine({ REDIS_URL: server.url.replace('//', `//limited:${PASSWORD}@`) })
    expect(found('redis')).toMatchObject([
      { code: 'contractHidden', mend: expect.stringContaining('KILN_REDIS_CONTRACT=declared') },
    ])
  })

  test('a ledger that a newer release writes', async () => {
    await redis.hset('{kiln}:ledger', 'schema', 99)
    const found = await examine({})
    expect(found('redis')).toMatchObject([
      { code: 'ledgerNewer', level: 'broken', says: expect.stringContaining('schema 99') },
    ])
  })

  test('a Redis in protected mode', async () => {
    // A real one speaks so to another machine alone, and a test has one.
    const protectedMode = createServer((client) => {
      client.on('error', () => undefined)
      client.end(
        '-DENIED Redis is running in protected mode because protected mode is enabled and no password is set\r\n',
      )
    })
    await new Promise<void>((resolve) => void protectedMode.listen(0, '127.0.0.1', resolve))
    const { port } = protectedMode.address() as AddressInfo
    const found = await examine({ REDIS_URL: `redis://127.0.0.1:${port}` })
    protectedMode.close()
    expect(found('redis')).toMatchObject([
      { code: 'redisProtected', mend: expect.stringContaining('users.acl') },
    ])
  })

  test('a folder that a worker cannot write to, and nothing of one that it will make', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kiln-doctor-'))
    const file = join(folder, 'file')
    await writeFile(file, '')
    const shut = await examine({ KILN_STATE_DIR: join(file, 'below') })
    const open = await examine({ KILN_STATE_DIR: join(folder, 'not', 'there') })
    await rm(folder, { recursive: true })
    expect(shut('settings')).toMatchObject([
      { code: 'settingsGood' },
      { code: 'stateFolderShut', level: 'advice', mend: expect.stringContaining('KILN_STATE_DIR') },
    ])
    expect(open('settings')).toMatchObject([{ code: 'settingsGood' }])
  })

  test('settings that nothing reads, without what they hold', async () => {
    const found = await examine({ KIE_API_KEY: PASSWORD, KILN_REDIS_URL: `redis://:${PASSWORD}@a` })
    expect(found('settings')).toMatchObject([
      { code: 'settingOdd', says: expect.stringMatching(/^KIE_API_KEY is no setting/) },
      { code: 'settingOdd', says: expect.stringMatching(/^KILN_REDIS_URL is no setting/) },
    ])
  })
})
