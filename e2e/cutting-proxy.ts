import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

export interface CuttingProxy {
  url: string
  /** How many connections were cut. */
  cuts(): number
  close(): Promise<void>
}

/** Stands before an API and cuts each of the first connections after so many bytes of its answers. */
export async function startCuttingProxy(
  target: string,
  cutAfterBytes: readonly number[],
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const left = [...cutAfterBytes]
  const open = new Set<Socket>()
  let cuts = 0
  const server = createServer((caller) => {
    const api = connect(Number(port), hostname)
    const allowed = left.shift() ?? Infinity
    let passed = 0
    for (const socket of [caller, api]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        caller.destroy()
        api.destroy()
      })
    }
    caller.pipe(api)
    api.on('data', (chunk: Buffer) => {
      const fits = chunk.subarray(0, allowed - passed)
      passed += fits.length
      if (fits.length === chunk.length) return void caller.write(chunk)
      cuts += 1
      api.destroy()
      caller.end(fits)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
