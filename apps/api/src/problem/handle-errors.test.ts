import { connect } from 'node:net'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { problemSchema } from '@kiln/contract'
import { startTestApi } from '../testing/test-api.ts'
import { useTestApi } from '../testing/use-test-api.ts'

let url: string

const suite = useTestApi()

beforeAll(async () => {
  url = await suite.kiln.api.listen({ port: 0 })
})

const post = (body: string | ReadableStream, init: RequestInit = {}) =>
  fetch(`${url}/v1/jobs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, ...init })

/** Sends bytes as they are and reads until the server closes. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => (answer += text))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.write(bytes)
  })
}
const problemIn = (answer: string) =>
  problemSchema.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)))

describe('what cannot be served', () => {
  test('ten megabytes are answered 413, and the answer arrives', async () => {
    const answer = await post('x'.repeat(10_000_000))
    expect(answer.status).toBe(413)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(problemSchema.parse(await answer.json()).code).toBe('bodyTooLarge')
  })

  test('a body without a length is cut off at a megabyte too', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 100_000
        controller.enqueue(new Uint8Array(100_000))
        if (sent >= 2_000_000) controller.close()
      },
    })
    const answer = await post(body, { duplex: 'half' })
    expect(answer.status).toBe(413)
  })

  test.each([
    ['/nowhere', 'GET', 404, 'routeUnknown'],
    ['/v1/jobs', 'PUT', 404, 'routeUnknown'],
    ['/v1/jobs/', 'GET', 404, 'jobUnknown'],
    ['/v1/jobs/%ff', 'GET', 400, 'urlUnparsable'],
    ['/v1/jobs/%', 'GET', 400, 'urlUnparsable'],
    ['/callbacks/kie/%', 'POST', 400, 'urlUnparsable'],
  ])('%s by %s is a problem of its own kind', async (path, method, status, code) => {
    const answer = await fetch(url + path, { method })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(problemSchema.parse(await answer.json()).code).toBe(code)
  })

  test('what is no HTTP gets a problem and a closed connection', async () => {
    const answer = await sendRaw('HELLO\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(problemIn(answer).code).toBe('requestUnreadable')
  })

  test('headers beyond 16 kB get a problem', async () => {
    const answer = await sendRaw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(problemIn(answer).code).toBe('headersTooLarge')
  })

  test('a request cut off halfway hurts nobody', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write(
          'POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
        )
        socket.destroy()
        resolve()
      })
    })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })
})

describe('every connection', () => {
  test('has deadlines for its headers, its request and its silence', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = suite.kiln.api.server
    expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout }).toEqual({
      headersTimeout: 10_000,
      // That of a batch; every other request has 30 s.
      requestTimeout: 600_000,
      // A proxy keeps its own for 60 s, and must be the one that ends them.
      keepAliveTimeout: 72_000,
      // The longest wait of a long poll on top of a request's own time.
      timeout: 90_000,
    })
  })
})

describe('every answer', () => {
  test.each(['/healthz', '/v1/jobs', '/nowhere', '/v1/jobs?limit=0'])(
    'of %s has headers that keep it what it is',
    async (path) => {
      const { headers } = await fetch(url + path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-request-id': expect.stringMatching(/^req_[0-9a-f]{16}$/),
      })
      expect(headers.get('server')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  test('names no id that the caller made up, and shows no stack', async () => {
    const answer = await fetch(`${url}/v1/jobs?limit=0`, { headers: { 'x-request-id': 'mine' } })
    expect(answer.headers.get('x-request-id')).not.toBe('mine')
    expect(await answer.text()).not.toMatch(/\n|node_modules|\.ts/)
  })
})

describe('a mistake of ours', () => {
  test('is a 500 that says nothing about it, and a line in the log that says all', async () => {
    const broken = await startTestApi(suite.server.url)
    broken.ledger.read = () => Promise.reject(new TypeError('secret inner workings'))
    const answer = await broken.call('/v1/jobs/job_0123456789abcdef01234567')
    expect(answer.statusCode).toBe(500)
    expect(answer.json().code).toBe('internal')
    expect(answer.body).not.toContain('inner workings')
    expect(broken.logged()).toContain('inner workings')
    await broken.close()
  })
})
