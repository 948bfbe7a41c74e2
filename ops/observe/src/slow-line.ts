import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface SlowLine {
  port: number
  /** From now on everything that is asked takes so much longer. */
  delay(ms: number): void
  close(): Promise<void>
}

/** A line to a server on this machine that can be made slow. Order is kept: all that passes waits alike. */
export async function openSlowLine(targetPort: number): Promise<SlowLine> {
  let delayMs = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    near.setNoDelay(true)
    far.setNoDelay(true)
    near.on('data', (chunk) => void setTimeout(() => far.writable && far.write(chunk), delayMs))
    far.on('data', (chunk) => near.writable && near.write(chunk))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    delay: (ms) => void (delayMs = ms),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
