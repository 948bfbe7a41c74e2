import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { problemOf, type AuditEntryView, type KeyView } from '@kiln/contract'
import { runHere } from '../testing/run-here.ts'

const NOON = '2026-11-21T12:00:00.000Z'
const SECRET = `kiln_0123456789ab_${'x'.repeat(43)}`
const KEY: KeyView = {
  name: 'shop',
  tenant: 'studio',
  scopes: ['submit', 'read'],
  source: 'ledger',
  lastFour: 'xxxx',
  caps: { weight: 2, budgetPerDay: 500, queueLimit: null },
  createdAt: NOON,
  createdBy: 'ops',
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  lastUsedAt: null,
}
const ACT: AuditEntryView = {
  at: NOON,
  actor: 'ops',
  act: 'createKey',
  target: { kind: 'key', id: 'shop' },
  details: { tenant: 'studio', note: 'a\u001b[2Jb' },
}

let server: Server
let api: string
let answer: { status: number; body: unknown }
const asked: { line: string; body: unknown }[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      asked.push({ line: `${request.method} ${request.url}`, body: text === '' ? null : JSON.parse(text) })
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => void (asked.length = 0))

const kiln = (...args: string[]) => runHere(args, { KILN_API_URL: api, KILN_API_KEY: 'a-key' })
const answering = (body: unknown, status = 200) => void (answer = { status, body })

describe('kiln keys create', () => {
  test('says so when nobody took the secret, and how to end the key', async () => {
    answering({ ...KEY, secret: SECRET }, 201)
    const gone = { out: async () => false }
    const args = ['keys', 'create', 'shop', '--scope', 'read']
    const { code, err } = await runHere(args, { KILN_API_URL: api, KILN_API_KEY: 'a-key' }, '', gone)
    expect(code).toBe(2)
    expect(err).toMatch(/The secret of shop could not be written.*\nkiln keys revoke shop ends it/)
  })

  test('prints the secret alone, so that it can be piped, and says the rest beside it', async () => {
    answering({ ...KEY, secret: SECRET }, 201)
    const limits = ['--weight', '2', '--budget-per-day', '500', '--queue-limit', 'none']
    const more = ['--tenant', 'studio', '--expires', '2027-01-01']
    const run = await kiln('keys', 'create', 'shop', '--scope', 'submit+read', ...limits, ...more)
    expect(run).toEqual({
      code: 0,
      out: `${SECRET}\n`,
      err: 'The key shop works for the tenant studio, with submit+read.\nIts secret is shown here and never again:\n',
    })
    expect(asked).toEqual([
      {
        line: 'POST /v1/keys',
        body: {
          name: 'shop',
          scopes: ['submit', 'read'],
          tenant: 'studio',
          weight: 2,
          budgetPerDay: 500,
          queueLimit: null,
          expiresAt: '2027-01-01T00:00:00.000Z',
        },
      },
    ])
  })

  test('has all of it in JSON for programs', async () => {
    answering({ ...KEY, secret: SECRET }, 201)
    const run = await kiln('keys', 'create', 'shop', '--scope', 'read', '--json')
    expect(JSON.parse(run.out)).toEqual({ ...KEY, secret: SECRET })
    expect(run.err).toBe('')
  })

  test.each([
    [[], '--scope must be one of submit, read, operate, admin, got "".'],
    [['--scope', 'read+write'], '--scope must be one of'],
    [['--scope', 'read', '--weight', 'heavy'], '--weight must be a number or none, got "heavy".'],
    [['--scope', 'read', '--expires', 'soon'], '--expires must be a date or a time, got "soon".'],
  ])('with %j says what is wrong, and asks nobody', async (args, fault) => {
    const run = await kiln('keys', 'create', 'shop', ...args)
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
    expect(asked).toEqual([])
  })

  test('ends with 1 when the API would not', async () => {
    answering(problemOf('firstKeyNotAdmin', 'en'), 422)
    const run = await kiln('keys', 'create', 'shop', '--scope', 'read')
    expect(run).toMatchObject({ code: 1, out: '', err: expect.stringContaining('scope `admin`') })
  })
})

describe('kiln keys list', () => {
  test('shows each with its caps and its state, and no secret', async () => {
    const environment = { ...KEY, name: 'root', source: 'environment', lastFour: null }
    answering({ keys: [environment, KEY, { ...KEY, name: 'old', revokedAt: NOON, revokedBy: 'ops' }] })
    const { code, out } = await kiln('keys', 'list')
    expect(code).toBe(0)
    expect(out).toMatch(/^NAME +TENANT +SCOPES +SECRET +CAPS +LAST USED +STATE$/m)
    expect(out).toMatch(/^root .* - .*works, of KILN_API_KEYS$/m)
    expect(out).toMatch(/^shop +studio +submit\+read +…xxxx +weight 2, 500 credits a day +never +works$/m)
    expect(out).toMatch(/^old .*revoked by ops at 2026-11-21T12:00:00.000Z$/m)
    expect(JSON.parse((await kiln('keys', 'list', '--json')).out).keys).toHaveLength(3)
    answering({ keys: [] })
    expect((await kiln('keys', 'list')).out).toContain('There is no key')
  })
})

describe('kiln keys revoke', () => {
  test('says that it is revoked, or why it is not', async () => {
    answering({ ...KEY, revokedAt: NOON, revokedBy: 'ops' })
    expect((await kiln('keys', 'revoke', 'shop')).out).toMatch(
      /shop is revoked.*\n.*goes on, bulk requeues too: kiln audit --actor shop lists it/,
    )
    answering(problemOf('lastAdminKey', 'en'), 409)
    expect(await kiln('keys', 'revoke', 'boss')).toMatchObject({
      code: 1,
      err: expect.stringContaining('admin'),
    })
    await kiln('keys', 'revoke', '../jobs')
    expect(asked.at(-1)!.line).toBe('POST /v1/keys/..%2Fjobs/revoke')
  })
})

describe('kiln audit', () => {
  test('lists what fits, and lets nobody command a terminal', async () => {
    answering({ entries: [ACT], nextCursor: null })
    const { code, out } = await kiln('audit', '--actor', 'ops', '--act', 'createKey', '--since', NOON)
    expect(code).toBe(0)
    expect(out).toMatch(/^2026-11-21T12:00:00.000Z +ops +createKey +shop +tenant=studio note=a\ufffd\[2Jb$/m)
    const query = new URLSearchParams(asked[0]!.line.split('?')[1])
    expect(Object.fromEntries(query)).toEqual({ limit: '50', actor: 'ops', act: 'createKey', since: NOON })
    expect(JSON.parse((await kiln('audit', '--json')).out).entries).toHaveLength(1)
    expect(await kiln('audit', '--act', 'murder')).toMatchObject({ code: 2 })
    answering({ entries: [], nextCursor: null })
    expect((await kiln('audit')).out).toBe('Nobody did anything that fits.\n')
  })

  test.each(['ru', 'zh'] as const)('and keys speak %s', async (lang) => {
    const script = lang === 'ru' ? /[а-яё]/i : /\p{Script=Han}/u
    answering({ keys: [KEY], entries: [ACT], nextCursor: null })
    for (const args of [['keys', 'list'], ['audit']])
      expect((await kiln(...args, '--lang', lang)).out).toMatch(script)
  })
})
