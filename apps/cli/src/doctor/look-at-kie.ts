import { isRealKie } from '@kiln/config'
import { createKieClient } from '@kiln/kie-client'
import { found, type Finding } from './findings.ts'

/** Asks for the balance, which costs nothing and needs the key. */
export async function lookAtKie(baseUrl: string, apiKey: string): Promise<Finding[]> {
  const client = createKieClient({ baseUrl, apiKey, userAgent: 'kiln/0.1' })
  const balance = await client.credit().finally(() => client.close())
  const { host, hostname } = new URL(baseUrl)
  if (balance.kind === 'balance') {
    const { credits } = balance
    if (credits <= 0) return [found('kieWithoutCredits', { host, credits })]
    return [found(isRealKie(hostname) ? 'kieGood' : 'kieSimulated', { host, credits })]
  }
  const { code, message } = balance.words
  const said = `${message} (${code})`
  return [found(code === '401' || code === '403' ? 'kieKeyRefused' : 'kieSilent', { host, said })]
}

const PATIENCE_MS = 5_000

/** How far KIE's clock is ahead of ours, by the head of any answer; null when it does not tell. */
export async function readKieClock(baseUrl: string): Promise<number | null> {
  const asked = Date.now()
  try {
    const answer = await fetch(baseUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const told = Date.parse(answer.headers.get('date') ?? '')
    // The head tells whole seconds.
    return Number.isNaN(told) ? null : told + 500 - (asked + Date.now()) / 2
  } catch {
    return null
  }
}
