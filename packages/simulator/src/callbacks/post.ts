import { request as requestHttp, type ClientRequest } from 'node:http'
import { request as requestHttps } from 'node:https'

const TIMEOUT_MS = 5_000

export interface Message {
  url: URL
  headers: Record<string, string>
  body: string
}

/** Posts each message once, on a connection of its own, without following a redirect. */
export class Poster {
  readonly #inFlight = new Set<ClientRequest>()
  #stopped = false

  /** Whether the receiver took it. */
  post({ url, headers, body }: Message): Promise<boolean> {
    if (this.#stopped) return Promise.resolve(false)
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolve) => {
      const request = send(url, { method: 'POST', agent: false, headers }, (response) => {
        const taken = (response.statusCode ?? 500) < 300
        response.on('end', () => resolve(taken)).on('error', () => resolve(false))
        response.resume()
      })
      const deadline = setTimeout(() => request.destroy(), TIMEOUT_MS).unref()
      this.#inFlight.add(request)
      request.on('error', () => resolve(false))
      request.on('close', () => {
        clearTimeout(deadline)
        this.#inFlight.delete(request)
        resolve(false)
      })
      request.end(body)
    })
  }

  stop(): void {
    this.#stopped = true
    for (const request of this.#inFlight) request.destroy()
  }
}

/** Callbacks go nowhere but to this machine and to the host that was named, whatever a caller asks for. */
export function allowedUrl(text: string, namedHost: string | null): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) return null
  const host = url.hostname
  const isLoopback = host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
  return isLoopback || host === namedHost?.toLowerCase() ? url : null
}
