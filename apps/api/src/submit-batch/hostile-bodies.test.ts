import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { asLines, goodLine, rowsIn, sendLines } from '../testing/batches.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi({ KILN_QUEUE_PER_KEY: '*=500' })

const keysLeft = async () => {
  const kinds = ['batchLines', 'batchErrors', 'inFlight']
  return (await Promise.all(kinds.map((kind) => suite.kiln.redis.keys(`*:${kind}:*`)))).flat().length
}
const sendJson = (payload: string) =>
  suite.kiln.call('/v1/batches', {
    method: 'POST',
    payload,
    headers: { 'content-type': 'application/json', 'idempotency-key': `key-${Math.random()}` },
  })
const codeOf = async (answer: ReturnType<typeof sendJson>) => [
  (await answer).statusCode,
  (await answer).json().code,
]

/** How often others had their turn while something went on: a slower machine gives them more. */
async function turnsDuring(act: () => Promise<unknown>): Promise<number> {
  let isOver = false
  const acting = act().finally(() => (isOver = true))
  let turns = 0
  for (; !isOver; turns++) await setTimeout(1)
  await acting
  return turns
}

describe('a hostile body', () => {
  test.each<[string, string]>([
    ['a raw NUL', '{"model":"nano-banana-2","input":{"prompt":"a\0b"}}'],
    [
      'a name that is half a character',
      '{"customId":"a\\ud800","model":"nano-banana-2","input":{"prompt":"a"}}',
    ],
    ['a name with a NUL', '{"customId":"a\\u0000","model":"nano-banana-2","input":{"prompt":"a"}}'],
    ['a prototype', '{"__proto__":{"model":"nano-banana-2","input":{"prompt":"a"}}}'],
    ['a prototype in its input', '{"model":"nano-banana-2","input":{"prompt":"a","__proto__":{"x":1}}}'],
    ['a model that is a key', '{"model":"constructor","input":{}}'],
    ['fifty thousand levels', `{"model":"nano-banana-2","input":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')],
  ])('with %s has a bad line and a good one', async (_what, bad) => {
    const batch = (await sendLines(suite.kiln, [bad, goodLine(1)])).json()
    expect(batch).toMatchObject({ lines: 1, invalid: 1 })
    expect(rowsIn(await suite.kiln.call(batch.links.errors))).toMatchObject([{ line: 1 }])
    while ((await suite.kiln.ledger.batches.advance()).kind !== 'idle');
    expect(rowsIn(await suite.kiln.call(batch.links.results))).toMatchObject([{ line: 2, state: 'queued' }])
  })

  test('may say everything that a prompt may, and it comes to the job as it was said', async () => {
    const prompt = 'half of it \\ud800, "quoted" \u2028 and 🔥'
    const text = JSON.stringify({ model: 'nano-banana-2', input: { prompt } })
    const batch = (await sendLines(suite.kiln, text)).json()
    while ((await suite.kiln.ledger.batches.advance()).kind !== 'idle');
    const [row] = rowsIn(await suite.kiln.call(batch.links.results))
    expect((await suite.kiln.call(`/v1/jobs/${String(row!['id'])}`)).json().input.prompt).toBe(prompt)
  })

  test.each<[string, string, number, string]>([
    ['two lists of jobs', `{"jobs":[${JSON.stringify(goodLine(1))}],"jobs":[]}`, 400, 'bodyUnparsable'],
    [
      'a prototype beside its jobs',
      `{"__proto__":{"name":"x"},"jobs":[${JSON.stringify(goodLine(1))}]}`,
      422,
      'validation',
    ],
    [
      'more fields than anybody needs',
      `{${Array.from({ length: 9_000 }, (_, n) => `"f${n}":1`).join()},"jobs":[]}`,
      422,
      'validation',
    ],
    ['more tiny jobs than it may have', `{"jobs":[${'1,'.repeat(100_000)}1]}`, 413, 'batchTooLarge'],
  ])(
    'as a document with %s is refused, and leaves nothing',
    async (_what, text, status, code) => {
      const before = await keysLeft()
      expect(await codeOf(sendJson(text))).toEqual([status, code])
      expect(await keysLeft()).toBe(before)
    },
    120_000,
  )

  test('of another type is not taken for lines', async () => {
    const headers = { 'content-type': 'application/x-ndjson-seq' }
    expect(await codeOf(sendLines(suite.kiln, [goodLine(1)], { headers }))).toEqual([
      415,
      'mediaTypeUnsupported',
    ])
  })

  test('packed and cut off leaves nothing', async () => {
    const before = await keysLeft()
    const packed = gzipSync(asLines(Array.from({ length: 500 }, (_, n) => goodLine(n))))
    const answer = await suite.kiln.api.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: { host: 'localhost', 'content-type': 'application/x-ndjson', 'idempotency-key': 'cut' },
      payload: packed.subarray(0, packed.length / 2),
    })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'bodyUnparsable'])
    expect(await keysLeft()).toBe(before)
  })
})

test('lets others have their turns while a body is read that says nothing', async () => {
  // Without rests it was six.
  expect(await turnsDuring(() => sendLines(suite.kiln, '\n'.repeat(100_000)))).toBeGreaterThan(20)
})

async function begin(): Promise<Socket> {
  await suite.kiln.api.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((suite.kiln.api.server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(
    'POST /v1/batches HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n' +
      'idempotency-key: given-up\r\ntransfer-encoding: chunked\r\n\r\n',
  )
  return socket
}
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

describe('an upload that is given up', () => {
  test('after it came byte by byte leaves no key behind, and its name is free', async () => {
    const before = await keysLeft()
    const socket = await begin()
    socket.write(chunk(`${asLines(Array.from({ length: 300 }, (_, n) => goodLine(n)))}\n`))
    for (const byte of JSON.stringify(goodLine(301))) socket.write(chunk(byte))
    // Its first lines, and the mark of its name.
    while ((await keysLeft()) !== before + 2);
    socket.destroy()
    await once(socket, 'close')
    while ((await keysLeft()) !== before);
    const again = await sendLines(suite.kiln, [goodLine(1)], { key: 'given-up' })
    expect(again.statusCode).toBe(202)
  }, 30_000)
})

const lines = (count: number) => Array.from({ length: count }, (_, n) => goodLine(n))

describe('a batch with more good lines than its key may have queued', () => {
  test('is refused for good, however empty the queue is; one that may fit later is told when', async () => {
    const never = await sendLines(suite.kiln, lines(501))
    expect([never.statusCode, never.json().code]).toEqual([413, 'batchBeyondQueue'])
    expect(never.headers['retry-after']).toBeUndefined()
    expect(never.json().detail).toContain('500')
    expect((await sendLines(suite.kiln, lines(400))).statusCode).toBe(202)
    const later = await sendLines(suite.kiln, lines(450))
    expect([later.statusCode, later.json().code]).toEqual([429, 'queueFull'])
    expect(Number(later.headers['retry-after'])).toBeGreaterThan(0)
  }, 60_000)
})
