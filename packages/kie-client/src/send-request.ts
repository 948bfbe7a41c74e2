import { got } from 'got'
import type { Readable } from 'node:stream'
import type { Agents } from './connections.ts'
import type { Cause, Exchange } from './exchange.ts'
import { parseRetryAfter } from './retry-after.ts'
import type { Scrub } from './secrecy.ts'

export interface OutgoingRequest {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body?: string | Readable
  agents: Agents
  /** Over connect, headers and body together. */
  timeoutMs: number
}

type AnswerStream = ReturnType<typeof got.stream>

/** Counted after decompression. The largest answers KIE is known for are some kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * One request, one exchange. Resolves whatever the network or the peer does, and lets no error object
 * of the HTTP library out: those hold the Authorization header.
 */
export function sendRequest(request: OutgoingRequest, scrub: Scrub): Promise<Exchange> {
  if (!(request.timeoutMs > 0))
    return Promise.resolve({ phase: 'connect', cause: tooLate(request.timeoutMs) })
  return new Promise((resolve) => {
    let written = false
    const stream = openStream(request)
    const settle = (exchange: Exchange) => {
      clearTimeout(timer)
      resolve(exchange)
    }
    const giveUp = (cause: Cause) => {
      settle({ phase: written ? 'wire' : 'connect', cause })
      stream.destroy()
    }
    const timer = setTimeout(() => giveUp(tooLate(request.timeoutMs)), request.timeoutMs)
    stream.on('request', (clientRequest) => {
      // The agents hand over only a ready socket, so from here on bytes may be under way.
      clientRequest.once('socket', () => (written = true))
    })
    // Stays attached: got may report more than one error, also after the answer is settled.
    stream.on('error', (error: unknown) => giveUp(causeOf(error, scrub)))
    stream.once('close', () =>
      giveUp({ code: 'ECONNRESET', message: 'the connection closed without an answer' }),
    )
    stream.once('response', (response: { statusCode: number; headers: Record<string, unknown> }) => {
      const retryAfter = response.headers['retry-after']
      const retryAfterMs = parseRetryAfter(
        typeof retryAfter === 'string' ? retryAfter : undefined,
        Date.now(),
      )
      const answer = (body: string | null) =>
        settle({ phase: 'answer', httpStatus: response.statusCode, body, retryAfterMs })
      collectBody(stream, (bytes) => answer(bytes === null ? null : decodeBody(bytes, scrub)))
    })
  })
}

function openStream(request: OutgoingRequest): AnswerStream {
  return got.stream(request.url, {
    method: request.method,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    agent: request.agents,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
  })
}

/** Calls back once: with the whole body, or with null as soon as it is known to be too large. */
function collectBody(stream: AnswerStream, done: (bytes: Buffer | null) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk)
      return
    }
    done(null)
    stream.destroy()
  })
  stream.once('end', () => done(Buffer.concat(chunks)))
}

function decodeBody(bytes: Buffer, scrub: Scrub): string | null {
  try {
    return scrub(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

function causeOf(error: unknown, scrub: Scrub): Cause {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const stableCode = typeof code === 'string' && code !== '' ? code : 'EUNKNOWN'
  // When every address of a name fails, Node's message is empty.
  const words = typeof message === 'string' && message !== '' ? message : `the call failed with ${stableCode}`
  return { code: stableCode, message: scrub(words).slice(0, 300) }
}

function tooLate(timeoutMs: number): Cause {
  return { code: 'ETIMEDOUT', message: `no whole answer in ${timeoutMs} ms` }
}
