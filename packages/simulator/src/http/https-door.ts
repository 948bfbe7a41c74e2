import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { SELF_SIGNED } from './self-signed.ts'

export interface Door {
  port: number
  close(): Promise<void>
}

/** A second way to the same account, over https with a certificate that nobody trusts. */
export async function openHttpsDoor(app: FastifyInstance, host: string, port: number): Promise<Door> {
  const server = createServer(SELF_SIGNED, (request, response) => app.routing(request, response))
  // A client that refuses the certificate is what this door is for.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
