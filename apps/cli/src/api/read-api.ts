import type { Language } from '@kiln/languages'
import type { Words } from '../words/words.ts'

export interface Asking {
  /** Goes before what the environment says. */
  url: string | undefined
  path: string
  accept: string
  language: Language
}

export type ReadAnswer =
  | { ok: true; text: string; address: URL }
  /** `missing`: the API answers that there is no such thing. */
  | { ok: false; missing: boolean; fault: string; hint: string }

const DEADLINE_MS = 10_000

const cannot = (fault: string, hint: string) => ({ ok: false, missing: false, fault, hint }) as const

/** One GET of a kiln API, with the key of the environment where it has one. */
export async function readApi(
  env: Record<string, string | undefined>,
  { url, path, accept, language }: Asking,
  { schedule }: Words,
): Promise<ReadAnswer> {
  const base = url ?? env['KILN_API_URL'] ?? ''
  if (!URL.canParse(base)) return cannot(schedule.noAddress(base), schedule.giveAddress)
  const address = new URL(path, base)
  const key = env['KILN_API_KEY'] ?? ''
  try {
    const answer = await fetch(address, {
      headers: { accept, 'accept-language': language, ...(key !== '' && { authorization: `Bearer ${key}` }) },
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const text = await answer.text()
    if (answer.ok) return { ok: true, text, address }
    const { status } = answer
    if (status === 401 || status === 403) return cannot(schedule.keyRefused(status), schedule.setKey)
    const refusal = { fault: schedule.answered(status), hint: detailOf(text) ?? schedule.giveAddress }
    return { ok: false, missing: status === 404, ...refusal }
  } catch (error) {
    const { cause, message } = error as Error
    const told = cause instanceof Error ? cause.message : message
    return cannot(schedule.silent(address.host, told), schedule.giveAddress)
  }
}

function detailOf(text: string): string | null {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown }
    return typeof detail === 'string' ? detail : null
  } catch {
    return null
  }
}
