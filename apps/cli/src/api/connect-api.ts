import { createKiln, type Kiln } from '@kiln/sdk'
import type { Language } from '@kiln/languages'
import type { Words } from '../words/words.ts'

export type Connection =
  { ok: true; kiln: Kiln; address: string } | { ok: false; fault: string; hint: string }

/** A person sits before it; what only waits goes on for minutes. */
const PATIENCE_MS = 3_000

/** What a header can hold of a key. */
const VISIBLE = /^[\x21-\x7e]+$/

/** A kiln API at `url`, or where the environment says; nothing is asked yet. */
export function connectApi(
  env: Readonly<Record<string, string | undefined>>,
  url: string | undefined,
  language: Language,
  { api }: Words,
): Connection {
  const base = url ?? env['KILN_API_URL'] ?? ''
  const isHttp = URL.canParse(base) && /^https?:$/.test(new URL(base).protocol)
  if (!isHttp) return { ok: false, fault: api.noAddress(base), hint: api.giveAddress }
  const { username, password } = new URL(base)
  // fetch takes neither, and tells in its refusal what it refused.
  if (username !== '' || password !== '') {
    return { ok: false, fault: api.secretInAddress, hint: api.giveAddress }
  }
  const apiKey = env['KILN_API_KEY']?.trim() || undefined
  if (apiKey !== undefined && !VISIBLE.test(apiKey)) {
    return { ok: false, fault: api.badKey, hint: api.copyKey }
  }
  const kiln = createKiln({ baseUrl: base, apiKey, language, patienceMs: PATIENCE_MS })
  return { ok: true, kiln, address: base.replace(/\/$/, '') }
}
