import { connect } from 'node:net'
import type { RedisServers } from '@kiln/config'

const PATIENCE_MS = 1_000

/**
 * A Redis in protected mode says so to whoever comes from another machine, and hangs up before it has heard a command. A
 * client learns only that its connection broke.
 */
export function isProtected(servers: RedisServers): Promise<boolean> {
  if (typeof servers !== 'string') return Promise.resolve(false)
  const { protocol, hostname, port } = new URL(servers)
  if (protocol !== 'redis:') return Promise.resolve(false)
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[(.*)\]$/, '$1')
    const socket = connect({ host, port: Number(port || 6_379) })
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(PATIENCE_MS, () => settle(false))
    socket.once('data', (greeting) => settle(greeting.toString('latin1').startsWith('-DENIED ')))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
  })
}
