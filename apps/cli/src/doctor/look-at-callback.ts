import { found, type Finding } from './findings.ts'
import { wordsOf } from './look-at-redis.ts'
import { readBriefly } from './read-briefly.ts'

const PATIENCE_MS = 10_000
const REDIRECT = (status: number) => status >= 300 && status < 400

/**
 * Posts as KIE would, on the URL of no attempt: kiln answers a guess with 200 and learns nothing. That the way is open
 * from here does not prove that it is from KIE.
 */
export async function lookAtCallback(base: string | null): Promise<Finding[]> {
  if (base === null) return [found('callbackUnset', {})]
  const url = `${base}/callbacks/kie/`
  try {
    const answer = await fetch(`${url}doctor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const { status } = answer
    const said = await readBriefly(answer)
    if (REDIRECT(status)) return [found('callbackMoved', { url, status })]
    const isKiln = status === 200 && said === '{"status":"ok"}'
    return [isKiln ? found('callbackGood', { url }) : found('callbackElsewhere', { url, status })]
  } catch (error) {
    return [found('callbackSilent', { url, reason: causeOf(error) })]
  }
}

/** fetch says "fetch failed", and keeps why behind it. */
export function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  return wordsOf(cause ?? error)
}
