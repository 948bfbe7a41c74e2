import type { Values } from './command.ts'
import { plain } from './render/plain.ts'
import type { Words } from './words/words.ts'

type CreditsReading = { ok: true; credits: number | undefined } | { ok: false; fault: string; hint: string }

const DECIMAL = /^\d{1,15}(?:\.\d{1,9})?$/

/** A number of credits as it was typed; undefined where the option was left out. */
export function readCredits(
  values: Values,
  name: string,
  example: number,
  { usage: { badCredits, writeLike } }: Words,
): CreditsReading {
  const typed = values[name]
  if (typeof typed !== 'string') return { ok: true, credits: undefined }
  if (DECIMAL.test(typed)) return { ok: true, credits: Number(typed) }
  const fault = badCredits(`--${name}`, plain(typed))
  return { ok: false, fault, hint: writeLike(`--${name} ${example}`) }
}
