import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

interface ReceivedCallback {
  path: string
  headers: IncomingHttpHeaders
  text: string
  body: { code?: number; msg?: string; data?: Record<string, unknown> }
}

export interface CallbackInbox {
  url: string
  received: ReceivedCallback[]
  /** Resolves once `count` callbacks have come in all. */
  waitFor(count: number): Promise<ReceivedCallback[]>
  close(): Promise<void>
}

/** A real receiver of callbacks; `status` is what it answers. */
export async function openInbox(status = 200): Promise<CallbackInbox> {
  const received: ReceivedCallback[] = []
  const waiting: { count: number; resolve: (all: ReceivedCallback[]) => void }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(status).end()
      received.push(readCallback(request.url ?? '', request.headers, Buffer.concat(chunks).toString('utf8')))
      for (const waiter of waiting) if (received.length >= waiter.count) waiter.resolve(received)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    waitFor: (count) =>
      received.length >= count
        ? Promise.resolve(received)
        : new Promise((resolve) => waiting.push({ count, resolve })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function readCallback(path: string, headers: IncomingHttpHeaders, text: string): ReceivedCallback {
  try {
    return { path, headers, text, body: JSON.parse(text) as ReceivedCallback['body'] }
  } catch {
    return { path, headers, text, body: {} }
  }
}
