import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import { SELF_SIGNED_CERTIFICATE, SELF_SIGNED_KEY } from './self-signed.ts'

interface SeenRequest {
  method: string
  path: string
  headers: http.IncomingHttpHeaders
  body: string
}

export interface LocalPeer {
  baseUrl: string
  /** Requests that arrived whole. */
  requests: SeenRequest[]
  /** Connections opened so far. */
  connections: () => number
  close: () => Promise<void>
}

type Respond = (response: http.ServerResponse, request: SeenRequest) => void

/** A real HTTP server on loopback that answers as told. */
export async function startPeer(respond: Respond, scheme: 'http' | 'https' = 'http'): Promise<LocalPeer> {
  const requests: SeenRequest[] = []
  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const seen = { method, path, headers, body: Buffer.concat(chunks).toString() }
      requests.push(seen)
      respond(response, seen)
    })
  }
  const server =
    scheme === 'http'
      ? http.createServer(onRequest)
      : https.createServer({ key: SELF_SIGNED_KEY, cert: SELF_SIGNED_CERTIFICATE }, onRequest)
  return { ...(await listen(server, scheme)), requests }
}

/** A server that speaks no HTTP by itself: it gets the bare socket. */
export async function startSocketPeer(
  onSocket: (socket: Socket) => void,
  scheme: 'http' | 'https' = 'http',
): Promise<Omit<LocalPeer, 'requests'>> {
  return listen(net.createServer(onSocket), scheme)
}

async function listen(server: net.Server, scheme: string): Promise<Omit<LocalPeer, 'requests'>> {
  const sockets = new Set<Socket>()
  let opened = 0
  server.on('connection', (socket: Socket) => {
    opened += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => opened,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
