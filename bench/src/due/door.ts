import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { ReadSeen } from './lateness.ts'

export interface Door {
  url: string
  /** Every recordInfo request, when its first byte came. */
  reads: readonly ReadSeen[]
  close(): Promise<void>
}

const RECORD_INFO = /^GET \/api\/v1\/jobs\/recordInfo\?taskId=([^ &]+)/

/** Epoch milliseconds, finer than Date tells them. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** Stands before KIE and notes when reads arrive. It passes bytes on and understands no more than that. */
export async function openDoor(kieUrl: string): Promise<Door> {
  const { hostname, port } = new URL(kieUrl)
  const reads: ReadSeen[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((socket) => {
    const caller = keep(socket)
    const kie = keep(connect(Number(port), hostname))
    caller.on('data', (bytes) => {
      const startedAt = nowMs()
      const [, taskId] = RECORD_INFO.exec(bytes.toString('latin1', 0, 300)) ?? []
      if (taskId !== undefined) reads.push({ taskId, startedAt })
    })
    caller.pipe(kie).pipe(caller)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
