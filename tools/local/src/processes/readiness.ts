import { setTimeout as sleep } from 'node:timers/promises'
import type { CollectedLines } from './collect-lines.ts'
import { wordsOf, type ProcessEnd } from './process-end.ts'

export interface ReadySign {
  /** Where the process can be reached, when the sign says so. */
  url?: string
}

/** What tells that a process is ready: a line of its output, or a URL that answers 2xx. */
export type ReadyWhen = { line: (line: string) => ReadySign | null } | { httpUrl: string }

export type Readiness = { ready: true; url: string | null } | { ready: false; cause: string }

const HTTP_POLL_MS = 50

interface ReadinessLimits {
  withinMs: number
  giveUp: AbortSignal | undefined
}

/** Waits for the sign, the end of the process, the deadline or the caller's word, whichever is first. */
export async function awaitReadiness(
  readyWhen: ReadyWhen,
  lines: CollectedLines,
  exited: Promise<ProcessEnd>,
  limits: ReadinessLimits,
): Promise<Readiness> {
  const settled = new AbortController()
  const sign =
    'line' in readyWhen
      ? signInLines(lines, readyWhen.line, settled.signal)
      : signOverHttp(readyWhen.httpUrl, settled.signal)
  const ended = exited.then((end): Readiness => ({ ready: false, cause: `ended (${wordsOf(end)})` }))
  const readiness = await Promise.race([sign, ended, patienceOf(limits, settled.signal)])
  settled.abort()
  return readiness
}

/** Settles when waiting longer makes no sense. */
function patienceOf(limits: ReadinessLimits, settled: AbortSignal): Promise<Readiness> {
  return new Promise((resolve) => {
    const end = (cause: string) => resolve({ ready: false, cause })
    const tooLate = setTimeout(() => end(`was not ready within ${limits.withinMs} ms`), limits.withinMs)
    settled.addEventListener('abort', () => clearTimeout(tooLate))
    const givenUp = () => end('was given up before it was ready')
    if (limits.giveUp?.aborted === true) givenUp()
    else limits.giveUp?.addEventListener('abort', givenUp, { signal: settled })
  })
}

function signInLines(
  lines: CollectedLines,
  match: (line: string) => ReadySign | null,
  settled: AbortSignal,
): Promise<Readiness> {
  return new Promise((resolve) => {
    const look = (line: string) => {
      const sign = match(line)
      if (sign !== null) resolve({ ready: true, url: sign.url ?? null })
    }
    lines.kept.forEach(look)
    settled.addEventListener('abort', lines.listen(look))
  })
}

async function signOverHttp(url: string, settled: AbortSignal): Promise<Readiness> {
  while (!settled.aborted) {
    if (await answersOk(url, settled)) return { ready: true, url: new URL(url).origin }
    await sleep(HTTP_POLL_MS)
  }
  return { ready: false, cause: 'did not answer' }
}

async function answersOk(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
