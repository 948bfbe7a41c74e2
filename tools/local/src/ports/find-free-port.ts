import { createServer, type AddressInfo } from 'node:net'

/** Whether `port` (0 = any) can be listened on now; its number, or null when it is taken. */
export function probePort(port: number, host = '127.0.0.1'): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, host, () => {
      const found = (server.address() as AddressInfo).port
      server.close(() => resolve(found))
    })
  })
}

/** A port that is free now; whoever uses it must cope with somebody else being faster. */
export async function findFreePort(): Promise<number> {
  const port = await probePort(0)
  if (port === null) throw new Error('No free port on 127.0.0.1.')
  return port
}

/** `wanted`, or the next free port after it. */
export async function nextFreePort(wanted: number, host: string): Promise<number> {
  const LAST_PORT = 65_535
  for (let port = wanted; port <= LAST_PORT; port++) {
    const free = await probePort(port, host)
    if (free !== null) return free
  }
  throw new Error(`No free port on ${host} from ${wanted} up.`)
}
