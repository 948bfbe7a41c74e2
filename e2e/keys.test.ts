import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CreatedKeyView, JobView } from '@kiln/contract'
import { call, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

/** What an image costs, and a day that pays for one but not for two. */
const CREDITS = 8
const ONE_A_DAY = 12

let stack: Stack
let other: Pick<Stack, 'api'>
let boss: Record<string, string>
beforeAll(async () => {
  stack = await startStack()
  other = { api: await stack.addApi() }
  // The first key of an installation that had none.
  boss = as(await make({ name: 'boss', scopes: ['admin'] }, {}))
})
afterAll(() => stack.stop())

const as = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` })

async function make(key: object, headers = boss): Promise<CreatedKeyView> {
  const { status, body } = await call<CreatedKeyView>(stack, 'POST', '/v1/keys', key, headers)
  if (status !== 201) throw new Error(`POST /v1/keys answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** What the other process answers, as soon as it is this. */
const otherSays = (headers: Record<string, string>, status: number) =>
  eventually(
    () => call<{ code?: string }>(other, 'GET', '/v1/jobs', undefined, headers),
    (answer) => answer.status === status,
  )

test('a key that is made through one process works with the other, and one revoked there ends here within 5 s', async () => {
  await otherSays({}, 401)
  const key = as(await make({ name: 'shop', scopes: ['read'] }))
  await otherSays(key, 200)
  const revokedMs = performance.now()
  await call(stack, 'POST', '/v1/keys/shop/revoke', undefined, boss)
  expect((await otherSays(key, 401)).body.code).toBe('keyRevoked')
  const tookMs = performance.now() - revokedMs
  expect(tookMs).toBeLessThan(5_000)
})

test('the budget of a key holds in workers that run already, and goes when it is raised', async () => {
  const key = as(await make({ name: 'studio', scopes: ['submit', 'read'], budgetPerDay: ONE_A_DAY }))
  const [one, two] = [await submit(stack, imageJob('one'), key), await submit(stack, imageJob('two'), key)]
  const jobs = await eventually(
    () => Promise.all([one, two].map(({ id }) => shown(id, key))),
    (seen) => seen.some(({ state }) => state === 'succeeded') && seen.some(isHeld),
  )
  const held = jobs.find(isHeld)!
  await make({ name: 'studio-2', tenant: 'studio', scopes: ['read'], budgetPerDay: 2 * CREDITS })
  const after = await eventually(
    () => shown(held.id, key),
    ({ state }) => state === 'succeeded',
  )
  expect(after.credits.charged).toBe(CREDITS)
})

const shown = async (id: string, key: Record<string, string>) =>
  (await call<JobView>(stack, 'GET', `/v1/jobs/${id}`, undefined, key)).body
const isHeld = ({ waitingFor }: JobView) => waitingFor?.gate === 'budget'
