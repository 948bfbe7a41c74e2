import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { problemOf } from '@kiln/contract'
import { runHere } from '../testing/run-here.ts'

const BATCH = 'batch_6a5a9f38d38b8ee4f3e37edd'
const NOTHING = { looked: 0, requeued: 0, adopted: 0, resumed: 0, needsConfirm: 0, refused: 0 }

let server: Server
let api: string
/** One for each call; the last one stays. */
let answers: { status: number; body: object }[]
const asked: { line: string; body: unknown }[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      const { status, body } = answers[Math.min(asked.length, answers.length - 1)]!
      asked.push({ line: `${request.method} ${request.url}`, body: JSON.parse(text) })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => void (asked.length = 0))

const answering = (...bodies: object[]) => (answers = bodies.map((body) => ({ status: 200, body })))
const kiln = (...args: string[]) => runHere(['retry-failed', BATCH, ...args], { KILN_API_URL: api })

describe('kiln retry-failed', () => {
  test('tells what became of how many, and ends with 0 when none was left', async () => {
    answering(
      { ...NOTHING, looked: 2, requeued: 2, next: '7' },
      { ...NOTHING, looked: 1, adopted: 1, next: null },
    )
    const { code, out } = await kiln('--class', 'upstreamError', '--confirm-charge')
    expect(code).toBe(0)
    expect(out).toBe(
      '  2  run again: a new attempt waits for its turn\n  1  have the result that KIE had all along\n',
    )
    const body = { class: 'upstreamError', confirmCharge: true }
    expect(asked).toEqual([
      { line: `POST /v1/batches/${BATCH}/retry-failed`, body },
      { line: `POST /v1/batches/${BATCH}/retry-failed`, body: { ...body, cursor: '7' } },
    ])
  })

  test('ends with 1 when any was left, also for programs', async () => {
    answering({ ...NOTHING, looked: 3, requeued: 2, needsConfirm: 1, next: null })
    const [text, json] = [await kiln(), await kiln('--json')]
    expect([text.code, json.code]).toEqual([1, 1])
    expect(text.out).toMatch(/^ {2}1 {2}left: .+--confirm-charge/m)
    expect(JSON.parse(json.out)).toEqual({ ...NOTHING, looked: 3, requeued: 2, needsConfirm: 1 })
  })

  test('says so when nothing has failed', async () => {
    answering({ ...NOTHING, next: null })
    expect(await kiln()).toMatchObject({ code: 0, out: 'No job of it has failed.\n' })
  })

  test('that breaks off tells what was done before', async () => {
    answers = [
      { status: 200, body: { ...NOTHING, looked: 2, requeued: 2, next: '7' } },
      { status: 503, body: problemOf('redisAway', 'en') },
    ]
    const { code, out, err } = await kiln()
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^ {2}2 {2}run again/)
  })

  test('without such a batch ends with 1, with another class than there is asks nobody', async () => {
    answers = [{ status: 404, body: problemOf('batchUnknown', 'en') }]
    expect(await kiln()).toMatchObject({ code: 1, err: expect.stringMatching(/^No such batch\.\n/) })
    asked.length = 0
    expect(await kiln('--class', 'bad luck')).toMatchObject({
      code: 2,
      err: expect.stringContaining('upstreamError'),
    })
    expect(asked).toEqual([])
  })
})
