import { beforeAll, describe, expect, test } from '@jest/globals'
import type { LightMyRequestResponse } from 'fastify'
import { JOB_BODY, REFUSAL, run, settle } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'
import { ask, NOBODYS, routesOf, ruleOf } from './matrix.test.kit.ts'

const SECRETS = {
  owner: 'secret-of-the-owner-of-all',
  neighbour: 'secret-of-another-tenant',
  foreman: 'secret-of-an-admin-elsewhere',
}
const suite = useTestApi({
  KILN_API_KEYS: [
    `owner:submit+read+operate:${SECRETS.owner}`,
    `neighbour:submit+read+operate:${SECRETS.neighbour}`,
    `foreman:admin:${SECRETS.foreman}`,
  ].join(','),
})
const STRANGERS = ['neighbour', 'foreman'] as const
type Who = keyof typeof SECRETS
const as = (who: Who, route: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(suite.kiln, route, { secret: SECRETS[who], body, headers })
const idOf = (answer: LightMyRequestResponse): string => answer.json().id

const submitOnce = (who: Who) => as(who, 'POST /v1/jobs', JOB_BODY, { 'idempotency-key': 'order-7' })

/** How the owner comes to an object of each kind; the name is that of its path: `/v1/<kind>/:id`. */
const MAKERS: Readonly<Record<string, () => Promise<string>>> = {
  jobs: async () => idOf(await as('owner', 'POST /v1/jobs', { ...JOB_BODY, customId: 'of-the-owner' })),
  batches: async () =>
    idOf(await as('owner', 'POST /v1/batches', { jobs: [JOB_BODY] }, { 'idempotency-key': 'a-batch' })),
  requeues: async () => {
    const body = { filter: { class: 'contentRefused' } }
    return idOf(await as('owner', 'POST /v1/requeues', body, { 'idempotency-key': 'a-requeue' }))
  },
  cancels: async () => {
    const body = { filter: { state: 'queued' } }
    return idOf(await as('owner', 'POST /v1/cancels', body, { 'idempotency-key': 'a-cancel' }))
  },
}
/** Parameters that name nothing of a tenant's; whoever may call at all may name each. */
const OF_NO_TENANT = ['keys', 'models', 'callbacks']

/** What stands before the parameter of a route; null where there is none. */
const kindOf = (route: string) => /^\w+ (?:\/v1)?\/([\w-]+)(?:\/kie)?\/[:*]/.exec(route)?.[1] ?? null

const owned: Record<string, string> = {}
beforeAll(async () => {
  const failed = await MAKERS['jobs']!()
  await run(suite.kiln.ledger, failed)
  await settle(suite.kiln.ledger, failed, REFUSAL)
  for (const [kind, make] of Object.entries(MAKERS)) owned[kind] = await make()
})

/** All that an answer tells, but for what no two answers have in common. */
function told({ statusCode, headers, body }: LightMyRequestResponse) {
  const { 'x-request-id': _id, date: _date, ...others } = headers
  return { statusCode, headers: others, body }
}

/** The object as its owner sees it; when its turn is expected changes by the millisecond. */
async function shown(kind: string): Promise<object> {
  const { waitingFor: _waitingFor, ...object } = (await as('owner', `GET /v1/${kind}/${owned[kind]}`)).json()
  return object
}

describe("another tenant's object", () => {
  test('is there: its owner sees it', async () => {
    for (const kind of Object.keys(MAKERS)) {
      expect((await as('owner', `GET /v1/${kind}/${owned[kind]}`)).statusCode).toBe(200)
    }
  })

  test('of every kind that a route has a parameter for can be made here', () => {
    const kinds = routesOf(suite.kiln).filter((route) => /[:*]/.test(route))
    const known = [...Object.keys(MAKERS), ...OF_NO_TENANT]
    expect(kinds.filter((route) => !known.includes(kindOf(route) ?? route))).toEqual([])
  })

  test.each(STRANGERS)(
    'is answered to the %s byte for byte like one that does not exist, by every route, and is left as it is',
    async (who) => {
      const before = await Promise.all(Object.keys(MAKERS).map(shown))
      const routes = routesOf(suite.kiln).filter((route) => Object.hasOwn(MAKERS, kindOf(route) ?? ''))
      expect(routes.length).toBeGreaterThan(20)
      for (const route of routes) {
        const kind = kindOf(route)!
        const theirs = owned[kind]!
        const nobodys = theirs.replace(/[^_]+$/, NOBODYS)
        for (const more of ['', '?wait=30']) {
          if (more !== '' && !/^GET \/v1\/jobs\/:id$/.test(route)) continue
          const [real, random] = await Promise.all(
            [theirs, nobodys].map((id) => as(who, route.replace(/:\w+/, id) + more, ruleOf(route)?.body)),
          )
          expect([route, told(real!)]).toEqual([route, told(random!)])
          expect([route, real!.statusCode]).toEqual([route, 404])
        }
      }
      expect(await Promise.all(Object.keys(MAKERS).map(shown))).toEqual(before)
    },
  )

  test('is in no list of theirs, whatever the list', async () => {
    const lists = routesOf(suite.kiln).filter((route) => /^GET \/v1\/[^:*]+$/.test(route))
    const ids = [...Object.values(owned), 'of-the-owner']
    for (const route of lists) {
      const { statusCode, body } = await as('neighbour', route)
      expect([route, ids.filter((id) => body.includes(id))]).toEqual([route, []])
      expect([200, 403]).toContain(statusCode)
    }
    expect((await as('owner', 'GET /v1/jobs')).body).toContain('of-the-owner')
  })

  test('cannot be asked for by a filter either', async () => {
    const { cause } = (await as('owner', 'GET /v1/failures')).json().failures[0]
    const filters = [
      `jobs?batch=${owned['batches']}`,
      'jobs?customId=of-the-owner',
      `jobs?cause=${cause}`,
      `failures?batch=${owned['batches']}`,
    ]
    for (const filter of filters) {
      const { nextCursor, ...page } = (await as('neighbour', `GET /v1/${filter}`)).json()
      expect([filter, Object.values(page), nextCursor]).toEqual([filter, [[]], null])
    }
    const [theirs, nobodys] = await Promise.all(
      [owned['batches'], `batch_${NOBODYS}`].map((batch) =>
        as('neighbour', 'POST /v1/requeues', { filter: { batch }, dryRun: true }),
      ),
    )
    expect(told(theirs!)).toEqual(told(nobodys!))
  })

  test('does not come back under its Idempotency-Key', async () => {
    const [one, other] = [await submitOnce('owner'), await submitOnce('neighbour')]
    expect(idOf(other)).not.toBe(idOf(one))
    expect(other.headers['idempotency-replayed']).toBeUndefined()
  })

  test('is in the audit for who may manage keys, and for nobody else', async () => {
    await as('owner', `POST /v1/requeues/${owned['requeues']}/abort`)
    expect((await as('neighbour', 'GET /v1/audit')).json().code).toBe('scopeMissing')
    const { entries } = (await as('foreman', 'GET /v1/audit')).json()
    expect(entries).toContainEqual(expect.objectContaining({ actor: 'owner', act: 'bulkAbort' }))
  })
})
