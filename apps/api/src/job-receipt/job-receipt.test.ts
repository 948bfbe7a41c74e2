import { describe, expect, test } from '@jest/globals'
import { receiptSchema, type ReceiptView } from '@kiln/contract'
import { run, SECRET, submitted, TASK_ID } from '../testing/drive-job.ts'
import { startTestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const HOSTILE = `</pre><script>alert(1)</script><img src=x onerror="alert(2)"> \u202Etxt.exe & 'quotes'`
const HOSTILE_JOB = { model: 'nano-banana-2', customId: '"><b>', input: { prompt: HOSTILE } }

async function failedJob(message: string, on = suite.kiln): Promise<string> {
  const { id } = await submitted(on, HOSTILE_JOB)
  await run(on.ledger, id)
  const said = { class: 'failed', http: 200, code: '501', message, ms: 12 }
  const now = Date.now()
  await on.ledger.recordRead(
    { id, attempt: 1, taskId: TASK_ID, hintsSeen: 0 },
    {
      decision: {
        event: 'failed',
        failure: { class: 'generationFailed', code: '501', message, charged: 'yes' },
        creditsConsumed: 8,
      },
      evidence: { ok: true, askedAt: now, hold: null },
      now,
      detail: said,
    },
  )
  return id
}

const page = (id: string, headers: Record<string, string> = {}, query = '') =>
  suite.kiln.call(`/v1/jobs/${id}/receipt${query}`, { headers: { accept: 'text/html', ...headers } })

const as = (secret: string) => ({ headers: { authorization: `Bearer ${secret}`, accept: 'text/html' } })

describe('a receipt', () => {
  test('tells of each attempt its call, its reads, its charge, and what is not known', async () => {
    const id = await failedJob('generation failed')
    const answer = await suite.kiln.call(`/v1/jobs/${id}/receipt`)
    expect(answer.statusCode).toBe(200)
    const receipt = receiptSchema.parse(answer.json())
    expect(receipt).toMatchObject({
      inputHidden: false,
      job: { id, state: 'failed', failure: { class: 'generationFailed', advice: expect.any(String) } },
      taskIds: [TASK_ID],
      attempts: [
        { attempt: 1, taskId: TASK_ID, endedBy: 'failed', charged: 'yes', credits: 8, reads: { count: 1 } },
      ],
      notKnown: [],
    })
    expect(receipt.waits).toHaveLength(1)
    expect(receipt.timeline.map(({ event }) => event)).toEqual(['accepted', 'begun', 'bound', 'failed'])
  })

  test('is shown to its owner alone', async () => {
    const keys = 'shop:submit+read:a-secret-of-the-shop,other:submit+read:a-secret-of-another'
    const keyed = await startTestApi(suite.server.url, { KILN_API_KEYS: keys })
    const { id } = (
      await keyed.call('/v1/jobs', { method: 'POST', payload: HOSTILE_JOB, ...as('a-secret-of-the-shop') })
    ).json<{ id: string }>()
    const path = `/v1/jobs/${id}/receipt`
    expect((await keyed.call(path)).statusCode).toBe(401)
    expect((await keyed.call(path, as('a-secret-of-another'))).json()).toMatchObject({ code: 'jobUnknown' })
    expect((await keyed.call(path, as('a-secret-of-the-shop'))).statusCode).toBe(200)
    await keyed.close()
  })

  test.each(['job_0123456789abcdef01234567', 'meta', '..%2F..%2Fgates'])(
    'of %s there is none',
    async (id) => {
      const answer = await suite.kiln.call(`/v1/jobs/${id}/receipt`)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'jobUnknown'])
    },
  )

  test.each(['?format=pdf', '?input=no', '?format=html&format=json', '?x=1'])('refuses %s', async (query) => {
    const { id } = await submitted(suite.kiln)
    expect((await suite.kiln.call(`/v1/jobs/${id}/receipt${query}`)).statusCode).toBe(422)
  })

  test('never holds the token of a callback URL, though KIE echo it', async () => {
    const { id } = await submitted(suite.kiln)
    const token = `${id}-1-${SECRET}`
    await run(suite.kiln.ledger, id)
    await suite.kiln.call(`/callbacks/kie/${token}`, {
      method: 'POST',
      payload: { code: 501, msg: `cannot reach https://kiln.example/callbacks/kie/${token}`, data: {} },
    })
    const result = { urls: [`https://files.example/${token}.png`], object: { said: `x ${token}` } }
    await suite.kiln.ledger.recordRead(
      { id, attempt: 1, taskId: TASK_ID, hintsSeen: 1 },
      {
        decision: { event: 'succeeded', result, creditsConsumed: 8 },
        evidence: { ok: true, askedAt: Date.now(), hold: null },
        now: Date.now(),
        detail: { class: 'succeeded' },
      },
    )
    const shown = await Promise.all([
      suite.kiln.call(`/v1/jobs/${id}/receipt`),
      page(id),
      suite.kiln.call(`/v1/jobs/${id}/events`),
    ])
    for (const { body } of shown) expect(body).not.toContain(SECRET)
    expect(
      shown[0].json<ReceiptView>().timeline.find(({ event }) => event === 'callback')?.detail,
    ).toMatchObject({
      code: '501',
      message: 'cannot reach [callback]',
      heard: 'readNow',
    })
  })
})

describe('the page of a receipt', () => {
  test('shows hostile words as text, and runs and loads nothing', async () => {
    const id = await failedJob(HOSTILE)
    const answer = await page(id)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['cache-control']).toBe('private, no-store')
    const tags = [...answer.body.matchAll(/<(\w+)([^>]*)>/g)]
    const names = new Set(tags.map(([, name]) => name))
    for (const name of ['script', 'img', 'iframe', 'link', 'object', 'form'])
      expect(names).not.toContain(name)
    expect(tags.filter(([, , attributes]) => /\b(?:on\w+|src|style)=/.test(attributes!))).toEqual([])
    expect(answer.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    // A mark that turns the reading direction would show another name than was sent.
    expect(answer.body).not.toContain('\u202E')
    expect(answer.body).toContain('\\u202etxt.exe')
  })

  test('carries its own policy, for whoever keeps it as a file', async () => {
    const { body, headers } = await page((await submitted(suite.kiln)).id)
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(body)!
    expect(policy!.replaceAll('&#39;', "'")).toBe(
      String(headers['content-security-policy']).replace("; frame-ancestors 'none'", ''),
    )
  })

  test('leaves the input out of a copy for others', async () => {
    const id = await failedJob('no')
    for (const query of ['?input=hidden', '?input=hidden&format=json']) {
      const { body } = await page(id, {}, query)
      expect(body).not.toContain('alert(1)')
      expect(body).not.toContain('txt.exe')
    }
    expect((await page(id, {}, '?input=hidden&format=json')).json()).toMatchObject({
      inputHidden: true,
      job: { input: null },
    })
  })

  test.each([
    ['en', 'What is not known'],
    ['ru', 'Что неизвестно'],
    ['zh', '未知事项'],
  ])('speaks %s', async (language, words) => {
    const answer = await page((await submitted(suite.kiln)).id, { 'accept-language': language })
    expect(answer.headers['content-language']).toBe(language)
    expect(answer.headers['vary']).toBe('accept, accept-language')
    expect(answer.body).toContain(words)
  })

  test('comes to a browser, and JSON to whoever does not ask', async () => {
    const { id } = await submitted(suite.kiln)
    const type = async (accept: string, query = '') =>
      String((await page(id, { accept }, query)).headers['content-type'])
    expect(await type('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')).toMatch(/html/)
    expect(await type('*/*')).toMatch(/json/)
    expect(await type('text/html;q=0.5, application/json')).toMatch(/json/)
    expect(await type('*/*', '?format=html')).toMatch(/html/)
    expect(await type('text/html', '?format=json')).toMatch(/json/)
  })
})
