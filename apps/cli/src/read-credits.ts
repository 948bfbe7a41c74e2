import type { Values } from './command.ts'

type CreditsReading = { ok: true; credits: number | undefined } | { ok: false; fault: string; hint: string }

const DECIMAL = /^\d{1,15}(?:\.\d{1,9})?$/

/** A number of credits as it was typed; undefined where the option was left out. */
export function readCredits(values: Values, name: string, example: number): CreditsReading {
  const typed = values[name]
  if (typeof typed !== 'string') return { ok: true, credits: undefined }
  if (DECIMAL.test(typed)) return { ok: true, credits: Number(typed) }
  const fault = `--${name} must be a number of credits from 0, got ${JSON.stringify(typed)}.`
  return { ok: false, fault, hint: `Write it like --${name} ${example}.` }
}
