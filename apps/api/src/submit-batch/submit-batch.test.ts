import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { batchViewSchema } from '@kiln/contract'
import { asLines, goodLine, rowsIn, sendLines } from '../testing/batches.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const show = (path: string) => suite.kiln.call(path)
const sendJson = (body: unknown, headers: Record<string, string> = {}) =>
  suite.kiln.call('/v1/batches', {
    method: 'POST',
    payload: body,
    headers: { 'idempotency-key': `key-${Math.random()}`, ...headers },
  })
const keysLeft = async () => (await suite.kiln.redis.keys('*:batchLines:*')).length

/** As much as a batch may be, judged with rests, takes its time where four tests share two processors. */
const WHOLE_MS = 120_000

describe('a batch', () => {
  test('of lines is answered with where to follow it, and all of its lines queued', async () => {
    const answer = await sendLines(suite.kiln, numbers(120).map(goodLine), { query: '?name=autumn' })
    expect(answer.statusCode).toBe(202)
    const batch = batchViewSchema.parse(answer.json())
    expect(answer.headers.location).toBe(batch.links.self)
    expect(batch).toMatchObject({
      name: 'autumn',
      status: 'running',
      lines: 120,
      invalid: 0,
      counts: { queued: 120 },
    })
    expect(batch.credits).toMatchObject({ quoted: { min: 960, max: 960 }, unpriced: 0, held: 0, charged: 0 })
    expect((await show(batch.links.self)).json()).toMatchObject({ id: batch.id, counts: { queued: 120 } })
  })

  test('as one document comes to the same, wherever its fields stand', async () => {
    const bodies = [
      { name: 'n', defaults: { model: 'nano-banana-2' }, jobs: [{ input: { prompt: 'a' } }, { input: {} }] },
      { jobs: [{ input: { prompt: 'a' } }, { input: {} }], defaults: { model: 'nano-banana-2' }, name: 'n' },
    ]
    for (const body of bodies) {
      const answer = await sendJson(body)
      expect(answer.json()).toMatchObject({ name: 'n', lines: 1, invalid: 1 })
    }
  })

  test.each([
    ['lines', asLines([goodLine(1), goodLine(2)]), 'application/x-ndjson'],
    ['a document', JSON.stringify({ jobs: [goodLine(1), goodLine(2)] }), 'application/json'],
  ])('may come as %s packed with gzip', async (_what, text, type) => {
    const answer = await suite.kiln.api.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: {
        host: 'localhost',
        'content-type': type,
        'content-encoding': 'gzip',
        'idempotency-key': `gz-${type}`,
      },
      payload: gzipSync(text),
    })
    expect(answer.json()).toMatchObject({ lines: 2, invalid: 0 })
  })

  test('takes a byte order mark, lines that end with a return, blank lines, and reports each bad one', async () => {
    const long = JSON.stringify({ ...goodLine(9), input: { prompt: 'x'.repeat(1_100_000) } })
    const text = [
      `\ufeff${JSON.stringify(goodLine(1))}\r`,
      '',
      `${JSON.stringify(goodLine(2))} and more`,
      '{"model": "nano-banana-2", "input": {"prompt": "x", "aspect_ratio": "7:7"}}',
      JSON.stringify(goodLine(1)),
      long,
      '  ',
      '[]',
      '{"model": "nano-bananna-2", "input": {}}',
      JSON.stringify(goodLine(3)),
    ].join('\n')
    const batch = (await sendLines(suite.kiln, text)).json()
    expect(batch).toMatchObject({ lines: 2, invalid: 6 })
    const rows = rowsIn(await show(batch.links.errors))
    const told = rows.map(({ line, customId, errors }) => {
      const [first] = errors as { path: string; code: string }[]
      return [line, customId, first?.path, first?.code]
    })
    expect(told).toEqual([
      [3, null, '', expect.any(String)],
      [4, null, 'input.aspect_ratio', 'notOneOf'],
      [5, 'shot-1', 'customId', 'duplicateCustomId'],
      [6, null, '', expect.any(String)],
      [8, null, '', 'wrongType'],
      [9, null, 'model', 'unknownModel'],
    ])
    expect(JSON.stringify(rows[2])).toContain('line 1')
    expect(rowsIn(await show(`${batch.links.errors}?cursor=6`)).map(({ line }) => line)).toEqual([8, 9])
    expect(rowsIn(await show(batch.links.results)).map(({ line }) => line)).toEqual([1, 10])
  })

  test('needs a key, and a body that is one', async () => {
    const call = (payload: string, headers: Record<string, string>) =>
      suite.kiln.call('/v1/batches', { method: 'POST', payload, headers })
    const lines = asLines([goodLine(1)])
    const ndjson = { 'content-type': 'application/x-ndjson' }
    const code = async (answer: ReturnType<typeof call>) => [
      (await answer).statusCode,
      (await answer).json().code,
    ]
    expect(await code(call(lines, ndjson))).toEqual([400, 'idempotencyKeyMissing'])
    expect(await code(call(lines, { ...ndjson, 'idempotency-key': 'a b' }))).toEqual([
      400,
      'idempotencyKeyInvalid',
    ])
    expect(await code(sendLines(suite.kiln, ''))).toEqual([422, 'batchInvalid'])
    expect(await code(sendLines(suite.kiln, lines, { headers: { 'content-type': 'text/csv' } }))).toEqual([
      415,
      'mediaTypeUnsupported',
    ])
    expect(await code(sendLines(suite.kiln, lines, { headers: { 'content-encoding': 'br' } }))).toEqual([
      415,
      'mediaTypeUnsupported',
    ])
    expect(await code(sendLines(suite.kiln, lines, { query: '?onInvalid=maybe' }))).toEqual([
      422,
      'validation',
    ])
    expect(await code(sendLines(suite.kiln, lines, { query: '?defaults=%7B' }))).toEqual([422, 'validation'])
    expect(await code(sendJson('{"jobs": [1'))).toEqual([400, 'bodyUnparsable'])
    expect(await code(sendJson({ jobs: [] }))).toEqual([422, 'batchInvalid'])
    expect(await code(sendJson({ jobs: [goodLine(1)], nmae: 'x' }))).toEqual([422, 'validation'])
    expect(await code(sendJson({ budget: { credits: -1 }, jobs: [goodLine(1)] }))).toEqual([
      422,
      'validation',
    ])
  })

  test('whose defaults come too late to judge its lines by says so', async () => {
    const jobs = numbers(40).map((n) => ({ ...goodLine(n), input: { prompt: 'x'.repeat(40_000) } }))
    const answer = await sendJson({ jobs, defaults: { priority: 'low' } })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0]).toMatchObject({ code: 'tooLate' })
  })

  test('without a good line, or with a bad one where none is wanted, is refused whole and leaves nothing', async () => {
    const before = await keysLeft()
    const bad = { model: 'nano-banana-2', input: {} }
    const none = await sendLines(suite.kiln, [bad, bad])
    expect(none.statusCode).toBe(422)
    expect(none.json()).toMatchObject({
      code: 'batchInvalid',
      badLines: [{ line: 1 }, { line: 2 }],
      badLinesOmitted: 0,
    })
    const some = await sendLines(suite.kiln, [goodLine(1), bad], { query: '?onInvalid=reject' })
    expect(some.statusCode).toBe(422)
    expect(some.json()).toMatchObject({ code: 'validation', badLines: [{ line: 2 }] })
    expect(await keysLeft()).toBe(before)
    const all = await sendLines(suite.kiln, [goodLine(1)], { query: '?onInvalid=reject' })
    expect(all.statusCode).toBe(202)
  })

  test(
    'of blank lines alone is given up some time',
    async () => {
      const answer = await sendLines(suite.kiln, '\n'.repeat(300_001))
      expect([answer.statusCode, answer.json().code]).toEqual([413, 'batchTooLarge'])
    },
    WHOLE_MS,
  )

  test(
    'with too many lines is refused, and what was staged of it goes',
    async () => {
      const before = await keysLeft()
      const answer = await sendLines(suite.kiln, 'x\n'.repeat(100_001))
      expect([answer.statusCode, answer.json().code]).toEqual([413, 'batchTooLarge'])
      expect(await keysLeft()).toBe(before)
    },
    WHOLE_MS,
  )

  test(
    'that unpacks to more than it may is cut off there',
    async () => {
      const answer = await suite.kiln.api.inject({
        method: 'POST',
        url: '/v1/batches',
        headers: { host: 'localhost', 'content-type': 'application/x-ndjson', 'idempotency-key': 'bomb' },
        payload: gzipSync(Buffer.alloc(210 * 1024 * 1024, `${'x'.repeat(900_000)}\n`)),
      })
      expect([answer.statusCode, answer.json().code]).toEqual([413, 'batchTooLarge'])
    },
    WHOLE_MS,
  )
})

describe('the same batch again', () => {
  test('is answered alike, and another under its key is refused', async () => {
    const lines = numbers(3).map(goodLine)
    const [first, again] = [
      await sendLines(suite.kiln, lines, { key: 'same' }),
      await sendLines(suite.kiln, lines, { key: 'same' }),
    ]
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toBe(first.body)
    const other = await sendLines(suite.kiln, [...lines, goodLine(4)], { key: 'same' })
    expect([other.statusCode, other.json().code]).toEqual([409, 'idempotencyConflict'])
  })

  test('five times at once is one batch; who comes in between is told to come again', async () => {
    const lines = numbers(500).map(goodLine)
    const send = () => sendLines(suite.kiln, lines, { key: 'at-once' })
    const answers = await Promise.all([send(), send(), send(), send(), send()])
    const accepted = answers.filter(({ statusCode }) => statusCode === 202)
    expect(new Set(accepted.map((answer) => answer.json().id)).size).toBe(1)
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 202)) {
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'idempotencyInFlight'])
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect((await send()).json().id).toBe(accepted[0]!.json().id)
    const { batches } = (await show('/v1/batches?limit=100')).json()
    expect(batches.filter(({ lines: count }: { lines: number }) => count === 500)).toHaveLength(1)
  })
})

describe("a batch's budget", () => {
  test('refuses the lines that it could never pay for', async () => {
    const lines = [
      goodLine(1),
      { model: 'topaz/image-upscale', input: { image_url: 'https://example.org/a.png' } },
    ]
    const batch = (await sendLines(suite.kiln, lines, { query: '?budget=9' })).json()
    expect(batch).toMatchObject({ lines: 1, invalid: 1, budget: { credits: 9, used: 0 } })
    const [row] = rowsIn(await show(batch.links.errors))
    expect(row).toMatchObject({ line: 2, errors: [{ path: 'model', code: 'overBudget' }] })
  })
})
