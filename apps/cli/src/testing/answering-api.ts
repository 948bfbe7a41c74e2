import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from '@jest/globals'

interface Asked {
  line: string
  headers: Record<string, unknown>
  body: unknown
}

type Answer = { status: number; body: object } | object

export interface AnsweringApi {
  url: string
  /** By `GET /v1/system`, without the query; a list answers one call after the other, the last one for good. */
  answers: Record<string, Answer | Answer[]>
  asked: Asked[]
}

const NOTHING = {
  status: 404,
  body: { code: 'routeUnknown', title: 'No such route', detail: 'x', status: 404 },
}

/** An API for all tests of a file that answers what a test puts down, and remembers what it was asked. */
export function useAnsweringApi(): AnsweringApi {
  const api: AnsweringApi = { url: '', answers: {}, asked: [] }
  let server: Server
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk) => (text += chunk))
      request.on('end', () => {
        const line = `${request.method} ${request.url}`
        api.asked.push({ line, headers: request.headers, body: bodyOf(text, request.headers) })
        const { status, body } = answerTo(api, line.split('?')[0]!)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    api.answers = {}
    api.asked.length = 0
  })
  return api
}

/** Lines stay a text. */
function bodyOf(text: string, headers: IncomingHttpHeaders): unknown {
  if (text === '') return null
  return headers['content-type'] === 'application/json' ? JSON.parse(text) : text
}

function answerTo({ answers }: AnsweringApi, route: string): { status: number; body: object } {
  const found = answers[route] ?? NOTHING
  const answer = Array.isArray(found) ? (found.length > 1 ? found.shift()! : found[0]!) : found
  return 'status' in answer && 'body' in answer
    ? (answer as { status: number; body: object })
    : { status: 200, body: answer }
}
