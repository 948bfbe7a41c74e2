import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** Answers one request; the body was read before, unless the step is told to go first. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void

export interface ScriptedServer {
  url: string
  seen: Seen[]
  close: () => Promise<void>
}

/** A server over real sockets that misbehaves as its steps say, one for each request; the last one stays. */
export async function startScriptedServer(steps: Step[]): Promise<ScriptedServer> {
  const seen: Seen[] = []
  let at = 0
  const server = createServer((request, response) => {
    const step = steps[Math.min(at++, steps.length - 1)]!
    const chunks: Buffer[] = []
    const entry: Seen = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: Buffer.alloc(0),
    }
    seen.push(entry)
    if (isEager(step)) return step(response, request)
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      entry.body = Buffer.concat(chunks)
      step(response, request)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const EAGER = Symbol('eager')
const isEager = (step: Step) => EAGER in step

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))

/** An answer of kiln that says no. */
export const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: object = {},
) =>
  json(
    status,
    { type: `urn:kiln:problem:${code}`, title: 'No', status, detail: 'Not now.', code, ...more },
    headers,
  )

/** The connection ends without an answer. */
export const hangUp: Step = (response) => void response.socket?.destroy()

/** The same as soon as the first byte of the body has come. */
export const hangUpAtOnce: Step = Object.assign(
  (_response: ServerResponse, request: IncomingMessage) =>
    void request.once('data', () => request.socket.destroy()),
  { [EAGER]: true },
)

/** Lines that end well, or with the connection cut after so many bytes. */
export const lines =
  (rows: object[], cutAt?: number): Step =>
  (response) => {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (cutAt === undefined) response.end(text)
    else response.write(text.slice(0, cutAt), () => response.socket?.destroy())
  }

/** Server-sent events; the stream ends behind them, goes on in silence, or its connection is cut. */
export const events =
  (told: object[], then: 'end' | 'silence' | 'cut' = 'end'): Step =>
  (response) => {
    const text = told.map((data) => `event: progress\ndata: ${JSON.stringify(data)}\n\n`).join('')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    if (then === 'end') response.end(text)
    else response.write(`: still here\n\n${text}`, () => void (then === 'cut' && response.socket?.destroy()))
  }
