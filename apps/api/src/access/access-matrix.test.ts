import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { JOB_BODY } from '../testing/drive-job.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const SECRETS = {
  submit: 'secret-that-may-submit',
  read: 'secret-that-may-read',
  operate: 'secret-that-may-operate',
  admin: 'secret-that-may-do-all',
  other: 'secret-of-another-tenant',
}
type Who = keyof typeof SECRETS | 'nobody' | 'unknown'

const keys = [
  `submitter:submit:${SECRETS.submit}`,
  `reader:read:${SECRETS.read}`,
  `operator:operate:${SECRETS.operate}`,
  `owner:admin:${SECRETS.admin}`,
  `other:submit+read+operate:${SECRETS.other}`,
]
const suite = useTestApi({ KILN_API_KEYS: keys.join(','), HOST: '0.0.0.0' })

const credential = (who: Who) => {
  if (who === 'nobody') return {}
  return { authorization: `Bearer ${who === 'unknown' ? 'secret-that-nobody-knows' : SECRETS[who]}` }
}
const ask = (route: string, who: Who, payload?: unknown) => {
  const [method, url] = route.split(' ') as ['GET' | 'POST', string]
  return suite.kiln.call(url, {
    method,
    headers: { host: 'kiln.example', ...credential(who) },
    ...(payload !== undefined && { payload }),
  })
}

const submitOnce = (who: Who) =>
  suite.kiln.call('/v1/jobs', {
    method: 'POST',
    payload: JOB_BODY,
    headers: { ...credential(who), 'idempotency-key': 'order-7' },
  })

/** A job that belongs to `owner`. */
async function ownersJob(): Promise<string> {
  return (await ask('POST /v1/jobs', 'admin', JOB_BODY)).json().id
}

/** What a route needs to be asked in earnest. */
const bodyOf = (route: string) => (/^POST \/v1\/(?:jobs|quotes|batches)$/.test(route) ? JOB_BODY : undefined)

/** Which single scope opens a route, and what a caller with it gets; `id` is a job of another tenant. */
const GUARDED: Record<string, { scope: 'submit' | 'read' | 'operate'; status: number }> = {
  'POST /v1/jobs': { scope: 'submit', status: 202 },
  'GET /v1/jobs': { scope: 'read', status: 200 },
  'GET /v1/failures': { scope: 'read', status: 200 },
  'GET /v1/jobs/:id': { scope: 'read', status: 404 },
  'GET /v1/jobs/:id/events': { scope: 'read', status: 404 },
  'GET /v1/jobs/:id/receipt': { scope: 'read', status: 404 },
  'POST /v1/jobs/:id/cancel': { scope: 'operate', status: 404 },
  'POST /v1/jobs/:id/requeue': { scope: 'operate', status: 404 },
  // Without a body no task is named.
  'POST /v1/jobs/:id/bind': { scope: 'operate', status: 422 },
  'POST /v1/jobs/:id/write-off': { scope: 'operate', status: 404 },
  // Without a body nothing says which.
  'POST /v1/requeues': { scope: 'operate', status: 422 },
  'GET /v1/requeues': { scope: 'operate', status: 200 },
  'GET /v1/requeues/:id': { scope: 'operate', status: 404 },
  'POST /v1/requeues/:id/abort': { scope: 'operate', status: 404 },
  'POST /v1/quotes': { scope: 'submit', status: 200 },
  // Without an Idempotency-Key.
  'POST /v1/batches': { scope: 'submit', status: 400 },
  'GET /v1/batches': { scope: 'read', status: 200 },
  'GET /v1/batches/:id': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/results': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/errors': { scope: 'read', status: 404 },
  'GET /v1/batches/:id/events': { scope: 'read', status: 404 },
  'POST /v1/batches/:id/cancel': { scope: 'operate', status: 404 },
  'POST /v1/batches/:id/retry-failed': { scope: 'operate', status: 404 },
  'GET /v1/models': { scope: 'read', status: 200 },
  'GET /v1/models/*': { scope: 'read', status: 404 },
  // Without a body there is nothing to pause.
  'GET /v1/system': { scope: 'operate', status: 200 },
  'POST /v1/system/pause': { scope: 'operate', status: 422 },
  'POST /v1/system/resume': { scope: 'operate', status: 422 },
  'GET /metrics': { scope: 'read', status: 200 },
}
const OPEN: Record<string, number> = {
  'GET /healthz': 200,
  'GET /readyz': 200,
  'POST /callbacks/kie/:token': 200,
  'GET /openapi.json': 200,
}

describe('who may call what', () => {
  test('every route stands in this matrix', () => {
    const routes = suite.kiln
      .routes()
      .filter((route) => !route.includes(' /docs') && !route.startsWith('HEAD '))
    expect(routes.toSorted()).toEqual([...Object.keys(GUARDED), ...Object.keys(OPEN)].toSorted())
  })

  const rows = Object.entries(GUARDED).flatMap(([route, { scope, status }]) =>
    (['nobody', 'unknown', 'submit', 'read', 'operate', 'admin'] as const).map(
      (who): [string, Who, number] => {
        if (who === 'nobody' || who === 'unknown') return [route, who, 401]
        const allowed = who === scope || who === 'admin'
        return [route, who, allowed ? status : 403]
      },
    ),
  )
  test.each(rows)('%s, asked by %s, answers %d', async (route, who, status) => {
    const id = 'job_0123456789abcdef01234567'
    const answer = await ask(route.replace(':id', id), who, bodyOf(route))
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined)
  })

  test.each(Object.entries(OPEN))('%s is open to everybody', async (route, status) => {
    expect((await ask(route, 'nobody')).statusCode).toBe(status)
    expect((await ask(route, 'unknown')).statusCode).toBe(status)
  })

  test('a key in the query is no key, and stays out of the log', async () => {
    const answer = await ask(`GET /v1/jobs?key=${SECRETS.admin}&access_token=${SECRETS.admin}`, 'nobody')
    expect(answer.statusCode).toBe(401)
    expect(suite.kiln.logged()).not.toContain(SECRETS.admin)
  })
})

describe("another tenant's job", () => {
  test.each([
    'GET /v1/jobs/:id',
    'GET /v1/jobs/:id?wait=30',
    'GET /v1/jobs/:id/events',
    'POST /v1/jobs/:id/cancel',
    'POST /v1/jobs/:id/requeue',
    'POST /v1/jobs/:id/write-off',
  ])('%s answers it like a job that does not exist', async (route) => {
    const theirs = await ask(route.replace(':id', await ownersJob()), 'other')
    const nobodys = await ask(route.replace(':id', 'job_0123456789abcdef01234567'), 'other')
    expect(theirs.statusCode).toBe(404)
    expect(theirs.body).toBe(nobodys.body)
  })

  test('is in no list of ours, whatever the filter', async () => {
    const id = await ownersJob()
    const own = (await ask('POST /v1/jobs', 'other', JOB_BODY)).json().id
    for (const query of ['', '?state=queued', '?model=nano-banana-2', '?limit=200']) {
      const ids = (await ask(`GET /v1/jobs${query}`, 'other'))
        .json()
        .jobs.map((job: { id: string }) => job.id)
      expect(ids).toContain(own)
      expect(ids).not.toContain(id)
    }
    expect((await ask(`GET /v1/jobs/${id}`, 'admin')).statusCode).toBe(200)
  })

  test('does not come back under its Idempotency-Key', async () => {
    const [one, other] = [await submitOnce('admin'), await submitOnce('other')]
    expect(other.json().id).not.toBe(one.json().id)
    expect(other.headers['idempotency-replayed']).toBeUndefined()
  })
})

describe('without keys', () => {
  let local: TestApi
  beforeAll(async () => {
    local = await startTestApi(suite.server.url)
  })
  afterAll(() => local.close())

  test.each([...Object.keys(GUARDED), 'GET /openapi.json', 'GET /docs'])(
    '%s is for this machine alone',
    async (route) => {
      const [method, url] = route.split(' ') as ['GET' | 'POST', string]
      const payload = bodyOf(route)
      const answers = await Promise.all(
        [{ host: 'kiln.example' }, { host: 'localhost', origin: 'https://evil.example' }].map((headers) =>
          local.call(url, { method, headers, ...(payload && { payload }) }),
        ),
      )
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403])
      expect(answers.map((answer) => answer.json().code)).toEqual(['hostNotLoopback', 'foreignOrigin'])
    },
  )

  test.each(Object.entries(OPEN).filter(([route]) => !route.includes('openapi')))(
    '%s stays open',
    async (route, status) => {
      const [method, url] = route.split(' ') as ['GET' | 'POST', string]
      const answer = await local.call(url, {
        method,
        headers: { host: 'kiln.example', origin: 'https://evil.example' },
      })
      expect(answer.statusCode).toBe(status)
    },
  )
})
