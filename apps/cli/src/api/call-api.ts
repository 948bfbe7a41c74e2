import { problemSchema, type Problem } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { plain } from '../render/plain.ts'
import type { Words } from '../words/words.ts'

/** What a good answer looks like, as the contract's schemas tell it. */
export interface Shape<Body> {
  safeParse(value: unknown): { success: true; data: Body } | { success: false }
}

export interface ApiCall {
  /** Goes before what the environment says. */
  url: string | undefined
  method: 'GET' | 'POST'
  path: string
  body?: unknown
}

export type ApiAnswer<Body> =
  | { ok: true; body: Body }
  /** The API says no, and why: an answer. */
  | { ok: false; kind: 'refused'; problem: Problem }
  /** There is no answer. */
  | { ok: false; kind: 'cannot'; fault: string; hint: string; problem?: Problem }

/** KIE may be asked on the way, which takes its time. */
const DEADLINE_MS = 30_000
/** What the API says about what was asked for, rather than about itself or whoever asks. */
const REFUSED = new Set([404, 409, 422])

/** One call of a kiln API; `shape` says what a good answer looks like. */
export async function callApi<Body>(
  env: Record<string, string | undefined>,
  { url, method, path, body }: ApiCall,
  shape: Shape<Body>,
  language: Language,
  words: Words,
): Promise<ApiAnswer<Body>> {
  const { giveAddress, noAddress, silent } = words.schedule
  const base = url ?? env['KILN_API_URL'] ?? ''
  if (!URL.canParse(base)) return cannot(noAddress(base), giveAddress)
  const address = new URL(path, base)
  const key = env['KILN_API_KEY'] ?? ''
  try {
    const answer = await fetch(address, {
      method,
      headers: {
        'accept-language': language,
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const said: unknown = await answer.json().catch(() => null)
    if (!answer.ok) return refusalOf(answer.status, said, words)
    const parsed = shape.safeParse(said)
    return parsed.success
      ? { ok: true, body: parsed.data }
      : cannot(words.schedule.noKiln(address.host), giveAddress)
  } catch (error) {
    const { cause, message } = error as Error
    return cannot(silent(address.host, cause instanceof Error ? cause.message : message), giveAddress)
  }
}

function refusalOf(
  status: number,
  said: unknown,
  { schedule, acts }: Words,
): Extract<ApiAnswer<never>, { ok: false }> {
  if (status === 401 || status === 403) return cannot(schedule.keyRefused(status), acts.setKey)
  const parsed = problemSchema.safeParse(said)
  if (parsed.success && REFUSED.has(status)) return { ok: false, kind: 'refused', problem: parsed.data }
  if (!parsed.success) return cannot(schedule.answered(status), schedule.giveAddress)
  return { ...cannot(schedule.answered(status), plain(parsed.data.detail)), problem: parsed.data }
}

const cannot = (fault: string, hint: string) => ({ ok: false, kind: 'cannot', fault, hint }) as const
