import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { run, SECRET, submitted, TASK_ID } from '../testing/drive-job.ts'
import { startTestApi, type TestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

interface Callback {
  payload?: unknown
  headers?: Record<string, string>
  on?: TestApi
}
const callBack = (token: string, { payload = body(), headers = {}, on = suite.kiln }: Callback = {}) =>
  on.call(`/callbacks/kie/${token}`, { method: 'POST', payload, headers })
const body = (taskId = TASK_ID) => ({ code: 200, msg: 'ok', data: { taskId, state: 'success' } })

async function runningJob(on = suite.kiln): Promise<{ id: string; token: string }> {
  const { id } = await submitted(on)
  await run(on.ledger, id)
  return { id, token: `${id}-1-${SECRET}` }
}
/** How each callback that the timeline tells was taken. */
const callbacksOf = async (id: string, on = suite.kiln) =>
  (await on.ledger.timeline(id))
    .filter(({ event }) => event === 'callback')
    .map(({ detail }) => detail?.['heard'])
const hintsOf = async (id: string, on = suite.kiln) =>
  (await callbacksOf(id, on)).filter((heard) => heard !== 'notSigned' && heard !== 'signedLongAgo').length
async function counted(outcome: string, on = suite.kiln): Promise<number> {
  const { body: text } = await on.call('/metrics')
  return Number(new RegExp(`^kiln_callbacks_total\\{outcome="${outcome}"\\} (\\d+)`, 'm').exec(text)?.[1])
}

describe("KIE's callback", () => {
  test('leaves a hint on the attempt that its path names', async () => {
    const { id, token } = await runningJob()
    const before = await counted('hinted')
    const answer = await callBack(token)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ status: 'ok' })
    expect(await hintsOf(id)).toBe(1)
    expect(await counted('hinted')).toBe(before + 1)
  })

  test('decides nothing by itself', async () => {
    const { id, token } = await runningJob()
    await callBack(token)
    expect((await suite.kiln.ledger.read(id))?.state).toBe('running')
  })

  test.each([
    ['of no content type', {}],
    ['that calls itself a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['that calls itself something unheard of', { 'content-type': 'x/y' }],
  ])('is heard with a body %s', async (_what, headers: Record<string, string>) => {
    const { id, token } = await runningJob()
    const answer = await suite.kiln.api.inject({
      method: 'POST',
      url: `/callbacks/kie/${token}`,
      headers,
      payload: JSON.stringify(body()),
    })
    expect(answer.statusCode).toBe(200)
    expect(await hintsOf(id)).toBe(1)
  })

  test.each([
    ['no JSON', '<html>'],
    ['nothing at all', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a poisoned object', '{"__proto__":{"polluted":true},"data":7}'],
    ['more than a megabyte', `"${'x'.repeat(1_100_000)}"`],
  ])('wakes by its path alone when its body is %s', async (_what, payload) => {
    const { id, token } = await runningJob()
    const answer = await callBack(token, { payload })
    expect(answer.statusCode).toBe(200)
    expect(await hintsOf(id)).toBe(1)
  })

  test('may come under any host name, from any page, without a key', async () => {
    const keyed = await startTestApi(suite.server.url, { KILN_API_KEYS: 'shop:submit:a-secret-of-the-shop' })
    const headers = { host: 'hooks.example', origin: 'https://kie.ai' }
    expect((await callBack('whatever', { headers, on: keyed })).statusCode).toBe(200)
    expect((await callBack('whatever', { headers })).statusCode).toBe(200)
    await keyed.close()
  })

  test('answers a guess exactly as it answers the truth, and stores nothing', async () => {
    const { id, token } = await runningJob()
    const right = await callBack(token)
    const before = await hintsOf(id)
    const guesses = [
      `${id}-1-${'A'.repeat(22)}`,
      `${id}-2-${SECRET}`,
      `job_0123456789abcdef01234567-1-${SECRET}`,
      'x',
      'x'.repeat(10_000),
      '%00',
    ]
    for (const guess of guesses) {
      const answer = await callBack(guess)
      expect([answer.statusCode, answer.body]).toEqual([200, right.body])
    }
    expect(await hintsOf(id)).toBe(before)
    expect(await counted('unknownToken')).toBeGreaterThanOrEqual(guesses.length)
  })

  test('never shows its token in the log or in the figures', async () => {
    const { token } = await runningJob()
    await callBack(token)
    const { body: figures } = await suite.kiln.call('/metrics')
    expect(suite.kiln.logged()).not.toContain(SECRET)
    expect(figures).not.toContain(SECRET)
    expect(suite.kiln.logged()).toContain('"route":"/callbacks/kie/')
  })
})

const altered = (headers: Record<string, string>, change: (signature: string) => string) => ({
  ...headers,
  'x-webhook-signature': change(headers['x-webhook-signature']!),
})
const hex = (headers: Record<string, string>) =>
  altered(headers, (text) => Buffer.from(text, 'base64').toString('hex'))
const cut = (headers: Record<string, string>) => altered(headers, (text) => text.slice(0, -1))

const seconds = () => String(Math.floor(Date.now() / 1000))

describe('with a webhook key', () => {
  const KEY = 'a-webhook-key-of-kie'
  let signed: TestApi
  beforeAll(async () => {
    signed = await startTestApi(suite.server.url, { KIE_WEBHOOK_HMAC_KEY: `an-older-key,${KEY}` })
  })
  afterAll(() => signed.close())

  const signature = (taskId: string, timestamp: string, key = KEY) => ({
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': createHmac('sha256', key).update(`${taskId}.${timestamp}`).digest('base64'),
  })

  test.each([KEY, 'an-older-key'])('believes what is signed with %s', async (key) => {
    const { id, token } = await runningJob(signed)
    await callBack(token, { headers: signature(TASK_ID, seconds(), key), on: signed })
    expect(await hintsOf(id, signed)).toBe(1)
  })

  test.each<[string, () => Record<string, string>]>([
    ['no signature', () => ({})],
    ['a foreign key', () => signature(TASK_ID, seconds(), 'another-key')],
    ['the signature of another task', () => signature('another-task', seconds())],
    ['a signature in hex', () => hex(signature(TASK_ID, seconds()))],
    ['a signature that is cut', () => cut(signature(TASK_ID, seconds()))],
  ])('answers 200 to %s, counts and tells it, and makes nothing of it', async (_what, headers) => {
    const { id, token } = await runningJob(signed)
    const before = await counted('badSignature', signed)
    const answer = await callBack(token, { headers: headers(), on: signed })
    expect(answer.statusCode).toBe(200)
    expect(await callbacksOf(id, signed)).toEqual(['notSigned'])
    expect((await signed.ledger.claim(10)).claims.filter(({ kind }) => kind === 'confirm')).toEqual([])
    expect(await counted('badSignature', signed)).toBe(before + 1)
  })
  test.each([
    [301, 'staleSignature', 0],
    [-302, 'staleSignature', 0],
    [298, 'hinted', 1],
  ])(
    'answers 200 to a right signature %i s old by Redis, and counts it as %s',
    async (age, outcome, hints) => {
      const { id, token } = await runningJob(signed)
      const before = await counted(outcome, signed)
      const redisSeconds = Number((await signed.redis.time())[0])
      const headers = signature(TASK_ID, String(redisSeconds - age))
      const answer = await callBack(token, { headers, on: signed })
      expect([answer.statusCode, answer.body]).toEqual([200, '{"status":"ok"}'])
      expect(await hintsOf(id, signed)).toBe(hints)
      expect(await counted(outcome, signed)).toBe(before + 1)
    },
  )

  test('keeps no task of an unsigned guess among the orphans, and that of a signed one', async () => {
    const unknown = `job_${'0'.repeat(24)}-1-${SECRET}`
    await callBack(unknown, { payload: body('unsigned'), on: signed })
    const headers = signature('signed', seconds())
    await callBack(unknown, { payload: body('signed'), headers, on: signed })
    const { orphans } = (await signed.call('/v1/system')).json()
    expect(orphans).toMatchObject({ count: 1, newest: [{ taskId: 'signed' }] })
  })
})
