import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { call, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

/** Nothing that a run writes may hold one of these. */
const CANARIES = {
  kieKey: 'canary-kie-key-5f1d0c',
  apiKey: 'canary-api-key-9a27b3',
  hmacKey: 'canary-hmac-key-c41e88',
  prompt: 'canary prompt of a heron in the mist',
  signedUrl: 'https://example.com/in.png?signature=canary-url-signature-77',
}
const authorization = { authorization: `Bearer ${CANARIES.apiKey}` }

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    workers: 1,
    env: {
      KIE_AI_API_KEY: CANARIES.kieKey,
      KILN_API_KEYS: `acme:submit+read+operate:${CANARIES.apiKey}`,
      KIE_WEBHOOK_HMAC_KEY: CANARIES.hmacKey,
      LOG_LEVEL: 'trace',
    },
    simulatorEnv: { SIMULATOR_HMAC_KEY: CANARIES.hmacKey },
  })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

test('no secret and no prompt stands in anything that a run wrote, at the most talkative level', async () => {
  const get = (path: string) => call<string>(stack, 'GET', path, undefined, authorization)
  const ids: string[] = []
  for (const marker of ['[sim: durationMs=20000]', '[sim: fail=501]', '[sim: loseAnswer]']) {
    ids.push((await submit(stack, imageJob(`${CANARIES.prompt} ${marker}`), authorization)).id)
  }
  const upscale = { model: 'topaz/image-upscale', input: { image_url: CANARIES.signedUrl } }
  ids.push((await submit(stack, upscale, authorization)).id)
  // Things that go wrong are where secrets leak.
  await call(
    stack,
    'POST',
    '/v1/jobs',
    { model: 'nano-banana-2', input: { prompt: CANARIES.prompt, size: 1 } },
    authorization,
  )
  await call(stack, 'POST', '/v1/jobs', `{"model": "${CANARIES.prompt}`, authorization)
  await call(stack, 'GET', `/v1/jobs?api_key=${CANARIES.apiKey}`)
  await call(stack, 'GET', '/v1/jobs', undefined, { authorization: `Bearer ${CANARIES.apiKey}x` })

  const states: string[] = []
  for (const id of ids) {
    const job = await eventually(
      async () =>
        (await call<{ state: string }>(stack, 'GET', `/v1/jobs/${id}?wait=5`, undefined, authorization)).body,
      ({ state }) => ['succeeded', 'failed', 'parked', 'unconfirmed'].includes(state),
      45_000,
    )
    states.push(job.state)
  }
  expect(states).toEqual(expect.arrayContaining(['succeeded', 'failed']))

  const tokens = await Promise.all(ids.map((id) => stack.db.hget(`{kiln}:job:${id}`, 'secret:1')))
  const timelines = await Promise.all(ids.map((id) => get(`/v1/jobs/${id}/events`)))
  const forms = ['json', 'html'].map((format) => `receipt?input=hidden&format=${format}`)
  const receipts = await Promise.all(ids.flatMap((id) => forms.map((form) => get(`/v1/jobs/${id}/${form}`))))
  const written = [
    stack.output(),
    (await get('/metrics')).body,
    (await get('/openapi.json')).body,
    ...timelines.map(({ body }) => body),
    ...receipts.map(({ body }) => body),
  ].map((page) => (typeof page === 'string' ? page : JSON.stringify(page)))
  expect(written[0]!.length).toBeGreaterThan(2_000)
  const leaked = [...Object.values(CANARIES), ...tokens, 'canary-url-signature-77'].filter((canary) =>
    written.some((page) => canary !== null && page.includes(canary)),
  )
  expect(leaked).toEqual([])
  expect(tokens.every((token) => token !== null && token.length === 22)).toBe(true)
}, 90_000)

test('a signed callback is believed, an unsigned one is not', async () => {
  const { id } = await submit(stack, imageJob('signed [sim: durationMs=60000]'), authorization)
  const running = async () =>
    (await call<{ state: string }>(stack, 'GET', `/v1/jobs/${id}`, undefined, authorization)).body
  await eventually(running, ({ state }) => state === 'running')
  const secret = await stack.db.hget(`{kiln}:job:${id}`, 'secret:1')
  const { status } = await call(stack, 'POST', `/callbacks/kie/${id}-1-${secret}`, { data: { taskId: 'x' } })
  expect(status).toBe(200)
  expect(await stack.db.hget(`{kiln}:job:${id}`, 'hints')).toBeNull()
  await eventually(
    () => stack.db.hget(`{kiln}:job:${id}`, 'hints'),
    (hints) => Number(hints) >= 1,
  )
}, 60_000)
