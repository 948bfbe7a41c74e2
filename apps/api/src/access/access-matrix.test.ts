import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SCOPES } from '@kiln/config'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'
import { ask, NOBODYS, routesOf, RULES, ruleOf } from './matrix.test.kit.ts'
import { drawSecret } from './secret.ts'

const ROOT = 'secret-that-may-do-all'
const READER = 'secret-that-may-read'
const suite = useTestApi({ KILN_API_KEYS: `root:admin:${ROOT},reader:read:${READER}`, HOST: '0.0.0.0' })

/** Every kind of caller; those named like a scope have it alone. */
const WHO = [
  'nobody',
  'unknown',
  'revoked',
  'expired',
  ...SCOPES,
  'environment:read',
  'environment:admin',
] as const
type Who = (typeof WHO)[number]
const secrets: Partial<Record<Who, string>> = {
  unknown: drawSecret().secret,
  'environment:read': READER,
  'environment:admin': ROOT,
}

beforeAll(async () => {
  const { kiln } = suite
  for (const scope of SCOPES) secrets[scope] = await made(scope, [scope])
  secrets.revoked = await made('revoked', [...SCOPES])
  await ask(kiln, 'POST /v1/keys/revoked/revoke', { secret: ROOT })
  secrets.expired = await madeExpired()
})

async function made(name: string, scopes: string[]): Promise<string> {
  const answer = await ask(suite.kiln, 'POST /v1/keys', { secret: ROOT, body: { name, scopes } })
  return answer.json().secret
}

/** The API makes none for a time that is over. */
async function madeExpired(): Promise<string> {
  const { secret, ...drawn } = drawSecret()
  const key = { ...drawn, name: 'expired', tenant: 'expired', scopes: SCOPES, createdBy: 'root', limits: {} }
  await suite.kiln.ledger.keys.create(
    { ...key, expiresAt: 1 },
    { from: 'environment', environmentHasAdmin: true },
  )
  await suite.kiln.hearKeys()
  return secret
}

const REFUSED: Partial<Record<Who, string>> = {
  nobody: 'keyMissing',
  unknown: 'keyUnknown',
  revoked: 'keyRevoked',
  expired: 'keyExpired',
}

/** What a caller is answered: a status where it may, a code where it may not. */
function expected(route: string, who: Who): number | string {
  const { scope, status } = RULES[route]!
  if (scope === 'open') return status
  const held = who.replace('environment:', '')
  return REFUSED[who] ?? (held === scope || held === 'admin' ? status : 'scopeMissing')
}

describe('who may call what', () => {
  test('every route that the router has stands in this matrix, and no other', () => {
    const routes = routesOf(suite.kiln)
    expect(routes.filter((route) => ruleOf(route) === undefined)).toEqual([])
    expect(Object.keys(RULES).filter((route) => !routes.includes(route))).toEqual([])
  })

  const rows = Object.keys(RULES).flatMap((route) => WHO.map((who): [string, Who] => [route, who]))
  test.each(rows)('%s, asked by %s, is answered as its rule says', async (route, who) => {
    const url = route.replace(/:\w+/, `job_${NOBODYS}`)
    const call = { secret: secrets[who], body: RULES[route]!.body }
    const answer = await ask(suite.kiln, url, call)
    const wanted = expected(route, who)
    expect(typeof wanted === 'number' ? answer.statusCode : answer.json().code).toBe(wanted)
    expect(answer.headers['www-authenticate']).toBe(answer.statusCode === 401 ? 'Bearer' : undefined)
    if (!route.startsWith('GET ')) return
    const head = await ask(suite.kiln, url.replace('GET', 'HEAD'), call)
    expect([head.statusCode, head.body]).toEqual([answer.statusCode, ''])
  })

  test('a key in the query is no key, and stays out of the log', async () => {
    const answer = await ask(suite.kiln, `GET /v1/jobs?key=${ROOT}&access_token=${ROOT}`, {})
    expect(answer.statusCode).toBe(401)
    expect(suite.kiln.logged()).not.toContain(ROOT)
  })
})

const isOpen = (route: string) => RULES[route]!.scope === 'open' && !route.includes('openapi')

describe('without keys', () => {
  let local: TestApi
  beforeAll(async () => {
    local = await startTestApi(suite.server.url)
  })
  afterAll(() => local.close())

  test.each([...Object.keys(RULES).filter((route) => !isOpen(route)), 'GET /docs'])(
    '%s is for this machine alone',
    async (route) => {
      const elsewhere = [{ host: 'kiln.example' }, { host: 'localhost', origin: 'https://evil.example' }]
      const body = RULES[route]?.body
      const answers = await Promise.all(elsewhere.map((headers) => ask(local, route, { body, headers })))
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403])
      expect(answers.map((answer) => answer.json().code)).toEqual(['hostNotLoopback', 'foreignOrigin'])
    },
  )

  test.each(Object.keys(RULES).filter(isOpen))('%s stays open', async (route) => {
    const answer = await ask(local, route, { headers: { origin: 'https://evil.example' } })
    expect(answer.statusCode).toBe(RULES[route]!.status)
  })
})
