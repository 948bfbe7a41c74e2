import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { Duplex } from 'node:stream'

export interface Agents {
  http: http.Agent
  https: https.Agent
}

type HandOver = (error: Error | null, stream: Duplex) => void

interface AgentTerms {
  keepAlive: boolean
  connectTimeoutMs: number
}

/**
 * Agents that give a request its socket only once that socket is connected, and over https
 * verified: a request without a socket has surely written nothing. Node's own agents hand over a
 * connecting socket, whose buffered request goes out at some moment that nobody can observe.
 */
export function openAgents(terms: AgentTerms): Agents {
  return { http: new ReadyHttpAgent(terms), https: new ReadyHttpsAgent(terms) }
}

export function closeAgents(agents: Agents): void {
  agents.http.destroy()
  agents.https.destroy()
}

class ReadyHttpAgent extends http.Agent {
  readonly #limitMs: number

  constructor({ keepAlive, connectTimeoutMs }: AgentTerms) {
    super({ keepAlive })
    this.#limitMs = connectTimeoutMs
  }

  override createConnection(options: http.ClientRequestArgs, handOver?: HandOver): null {
    handOverWhenReady(super.createConnection(options) as Socket, 'connect', this.#limitMs, handOver)
    return null
  }
}

class ReadyHttpsAgent extends https.Agent {
  readonly #limitMs: number

  constructor({ keepAlive, connectTimeoutMs }: AgentTerms) {
    super({ keepAlive })
    this.#limitMs = connectTimeoutMs
  }

  override createConnection(options: https.RequestOptions, handOver?: HandOver): null {
    handOverWhenReady(super.createConnection(options) as Socket, 'secureConnect', this.#limitMs, handOver)
    return null
  }
}

function handOverWhenReady(
  socket: Socket,
  readyEvent: 'connect' | 'secureConnect',
  limitMs: number,
  handOver: HandOver | undefined,
): void {
  const deadlineAt = performance.now() + limitMs
  let over = false
  const settle = (error: Error | null) => {
    if (over) return
    over = true
    clearTimeout(timer)
    if (error) socket.destroy()
    handOver?.(error, socket)
  }
  const timer = setTimeout(() => settle(connectError('ETIMEDOUT', `no connection in ${limitMs} ms`)), limitMs)
  socket.once(readyEvent, () => {
    // A blocked event loop delivers this event before the timer: too late is too late all the same.
    const late = performance.now() > deadlineAt
    settle(late ? connectError('ETIMEDOUT', `no connection in ${limitMs} ms`) : null)
  })
  // Stays for the socket's whole life: an idle socket that breaks must not end the process.
  socket.on('error', settle)
  socket.once('close', () => settle(connectError('ECONNRESET', 'the connection closed before it was ready')))
}

function connectError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
