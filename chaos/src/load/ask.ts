import { setTimeout as pause } from 'node:timers/promises'

interface Answer {
  status: number
  text: string
}

/** One request, again and again while the API is being replaced; a change is known by its key. */
export type Ask = (method: string, path: string, change?: { key: string; body: object }) => Promise<Answer>

const TRIES = 200
const BETWEEN_TRIES_MS = 100
const AWAY = 503

export function askWith(url: string, secret: string): Ask {
  return async (method, path, change) => {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(change && { 'content-type': 'application/json', 'idempotency-key': change.key }),
        },
        ...(change && { body: JSON.stringify(change.body) }),
      }).catch(() => null)
      if (response && response.status !== AWAY) {
        return { status: response.status, text: await response.text() }
      }
      if (tries === TRIES) throw new Error(`${method} ${path} was not answered`)
      await pause(BETWEEN_TRIES_MS)
    }
  }
}
