import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { batchQuoteSchema, jobQuoteSchema, QUOTE_LINES_MAX } from '@kiln/contract'
import { asLines } from '../testing/batches.ts'
import { JOB_BODY } from '../testing/drive-job.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const ask = (payload: unknown, path = '/v1/quotes') => suite.kiln.call(path, { method: 'POST', payload })
async function quoted(body: object) {
  const answer = await ask(body)
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return answer.json()
}
async function kept() {
  const { now: _, ...figures } = await suite.kiln.ledger.figures()
  return figures
}

describe('the quote of one job', () => {
  test('says what would be sent and what it costs, in credits and dollars, and keeps nothing', async () => {
    const before = await kept()
    const quote = await quoted({ ...JOB_BODY, customId: 'order 7', priority: 'high' })
    expect(jobQuoteSchema.parse(quote)).toEqual({
      ok: true,
      model: 'nano-banana-2',
      input: { prompt: 'a fox', aspect_ratio: 'auto', resolution: '1K', output_format: 'jpg' },
      credits: { min: 8, max: 8 },
      usd: { min: 0.04, max: 0.04 },
      warnings: [],
    })
    expect(await kept()).toEqual(before)
    expect(suite.kiln.logged()).not.toContain('a fox')
  })

  test('is the price and the input of the job that is then accepted', async () => {
    const body = {
      model: 'topaz/upscale',
      input: { img: 'https://files.example/a.png', upscale_factor: '4x' },
    }
    const quote = await quoted(body)
    const job = (await ask(body, '/v1/jobs')).json()
    expect({ model: job.model, input: job.input, credits: job.credits.quoted }).toEqual({
      model: quote.model,
      input: quote.input,
      credits: quote.credits,
    })
  })

  test('warns of what may go wrong', async () => {
    const input = { prompt: 'x', image_urls: ['https://files.example/a.png'] }
    const { warnings } = await quoted({ model: 'sora-2-image-to-video', input })
    expect(warnings).toMatchObject([{ path: 'model', code: 'legacyModel' }])
  })

  test.each<[string, unknown]>([
    ['an unknown model', { ...JOB_BODY, model: 'nano-banana-22' }],
    ['faults of body and input', { model: 'nano-banana-2', input: { colour: 1 }, retries: 9, webhook: {} }],
    ['an empty object', {}],
    ['a list', [JOB_BODY]],
    ['a text', '"job"'],
    ['null', 'null'],
    ['half a JSON', '{"model":'],
    ['nothing', ''],
    ['a hundred thousand levels', `{"model":"m","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['strict, by an alias', { model: 'topaz/upscale', input: {}, strict: true }],
  ])('for %s is the very problem that POST /v1/jobs answers', async (_what, payload) => {
    const [quote, job] = [await ask(payload), await ask(payload, '/v1/jobs')]
    expect(quote.statusCode).toBeGreaterThanOrEqual(400)
    expect([quote.statusCode, quote.body]).toEqual([job.statusCode, job.body])
    expect(quote.headers['content-type']).toBe(job.headers['content-type'])
  })
})

describe('the quote of a batch', () => {
  test('adds up the lines, tells the bad ones, and judges the budget', async () => {
    const before = await kept()
    const quote = await quoted({
      name: 'autumn',
      budget: { credits: 20 },
      defaults: { model: 'nano-banana-2', input: { resolution: '2K' } },
      jobs: [
        { input: { prompt: 'one' }, customId: 'a' },
        { input: { prompt: 'two', resolution: '1K' }, customId: 'b' },
        { input: { prompt: 'three', resolution: '3K' }, customId: 'c' },
        { input: { prompt: 'four' }, customId: 'a' },
        'not a job',
      ],
    })
    expect(batchQuoteSchema.parse(quote)).toEqual(quote)
    expect(quote).toMatchObject({
      ok: false,
      name: 'autumn',
      counts: { lines: 5, valid: 2, invalid: 3, unpriced: 0 },
      credits: { min: 20, max: 20 },
      usd: { min: 0.1, max: 0.1 },
      models: [{ model: 'nano-banana-2', lines: 2, credits: { min: 20, max: 20 } }],
      budget: { credits: 20, verdict: 'fits' },
      badLines: [
        { line: 3, customId: 'c', errors: [{ path: 'input.resolution', code: 'notOneOf' }] },
        { line: 4, customId: 'a', errors: [{ path: 'customId', code: 'duplicateCustomId' }] },
        { line: 5, customId: null, errors: [{ path: '', code: 'wrongType' }] },
      ],
      badLinesOmitted: 0,
      // Nobody knows yet how long the model takes.
      finishAt: null,
      // KIE was not asked yet.
      balanceAfter: null,
    })
    expect(await kept()).toEqual(before)
  })

  test('tells when it would be done, and what is left of the balance', async () => {
    await suite.kiln.ledger.noteBalance(100)
    const model = 'gpt-image-2-text-to-image'
    const jobs = Array.from({ length: 41 }, () => ({ model, input: { prompt: 'a fox' } }))
    const quote = (await ask({ jobs })).json()
    const { min, max } = quote.credits
    expect(quote.balanceAfter).toEqual({ min: 100 - max, max: 100 - min })
    // Twenty at once, twenty after one window, one more after half a second, and the time that the last one takes.
    const inMs = Date.parse(quote.finishAt) - Date.now()
    expect(inMs).toBeGreaterThan(10_000)
    expect(inMs).toBeLessThan(10_500 + 600_000)
  })

  test.each<[string, object, string]>([
    ['no lines', { jobs: [] }, 'jobs'],
    ['lines that are no list', { jobs: {} }, 'jobs'],
    ['a field too many', { jobs: [JOB_BODY], colour: 'red' }, 'colour'],
    ['a budget below nothing', { jobs: [JOB_BODY], budget: { credits: -1 } }, 'budget.credits'],
    ['defaults that no job has', { jobs: [JOB_BODY], defaults: { colour: 'red' } }, 'defaults.colour'],
    ['a customId for all', { jobs: [JOB_BODY], defaults: { customId: 'a' } }, 'defaults.customId'],
    ['long defaults', { jobs: [JOB_BODY], defaults: { input: { prompt: 'x'.repeat(100_000) } } }, 'defaults'],
    ['too many lines', { jobs: Array.from({ length: QUOTE_LINES_MAX + 1 }, () => 0) }, 'jobs'],
  ])('is refused with %s', async (_what, body, path) => {
    const answer = await ask(body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'validation', errors: [{ path }] })
  })

  test('may be larger than a job, up to a limit', async () => {
    const jobs = Array.from({ length: 200 }, () => ({ ...JOB_BODY, input: { prompt: 'x'.repeat(10_000) } }))
    expect(await quoted({ jobs })).toMatchObject({ ok: true, counts: { valid: 200 } })
    const huge = await ask(JSON.stringify({ jobs: ['x'.repeat(17_000_000)] }))
    expect(huge.statusCode).toBe(413)
    expect(huge.json().code).toBe('bodyTooLarge')
  })

  test('lets others be served while it is made', async () => {
    const jobs = Array.from({ length: QUOTE_LINES_MAX }, () => JOB_BODY)
    const order: string[] = []
    await Promise.all([
      quoted({ jobs }).then(({ counts }) => order.push(`${counts.valid} quoted`)),
      suite.kiln.call('/healthz').then(() => order.push('healthy')),
    ])
    expect(order).toEqual(['healthy', `${QUOTE_LINES_MAX} quoted`])
  })
})

const askLines = (payload: string, query = '', headers: Record<string, string> = {}) =>
  suite.kiln.call(`/v1/quotes${query}`, {
    method: 'POST',
    payload,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  })

describe('the quote of a batch that comes as lines', () => {
  const LINES = [
    { input: { prompt: 'one' }, customId: 'a' },
    { input: { prompt: 'two', resolution: '1K' }, customId: 'b' },
    { input: { prompt: 'three', resolution: '3K' }, customId: 'c' },
    { input: { prompt: 'four' }, customId: 'a' },
  ]
  const HEAD = {
    name: 'autumn',
    budget: { credits: 20 },
    defaults: { model: 'nano-banana-2', input: { resolution: '2K' } },
  }
  const query = `?name=autumn&budget=20&defaults=${encodeURIComponent(JSON.stringify(HEAD.defaults))}`

  test('is that of the same batch as a document, packed or not', async () => {
    const quote = await quoted({ ...HEAD, jobs: LINES })
    const text = asLines(LINES)
    expect((await askLines(text, query)).json()).toEqual(quote)
    const packed = await suite.kiln.api.inject({
      method: 'POST',
      url: `/v1/quotes${query}`,
      headers: { host: 'localhost', 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      payload: gzipSync(text),
    })
    expect(packed.json()).toEqual(quote)
  })

  test('tells bad lines by their number in the file, blank ones counted, and those that are no JSON', async () => {
    const answer = await askLines(`\n${JSON.stringify(JOB_BODY)}\n\nnonsense\n`)
    expect(answer.json()).toMatchObject({
      ok: false,
      counts: { lines: 2, valid: 1, invalid: 1 },
      badLines: [{ line: 4, errors: [{ code: 'notJson' }] }],
    })
  })

  test.each<[string, string, string, number, string]>([
    ['no line', '\n\n', '', 422, 'batchInvalid'],
    ['too many lines', 'x\n'.repeat(QUOTE_LINES_MAX + 1), '', 413, 'bodyTooLarge'],
    ['too many bytes', `${'x'.repeat(900_000)}\n`.repeat(19), '', 413, 'bodyTooLarge'],
    ['defaults that are no JSON', '{}', '?defaults=%7B', 422, 'validation'],
    ['defaults that no job has', '{}', '?defaults=%7B%22colour%22:1%7D', 422, 'validation'],
    ['a word that it does not take', '{}', '?onInvalid=reject', 422, 'validation'],
  ])('is refused with %s', async (_what, payload, asked, status, code) => {
    const answer = await askLines(payload, asked)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('is not taken in another coding', async () => {
    const answer = await askLines('{}', '', { 'content-encoding': 'br' })
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'mediaTypeUnsupported'])
  })
})
