import type { Quote } from '@kiln/catalog'
import type { FieldError, JobQuote, QuoteBatchBody } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { checkJob, type CheckedJob, type Preflight } from './check-job.ts'
import { type Words, WORDS } from './words/words.ts'

type LineDefaults = NonNullable<QuoteBatchBody['defaults']>

interface Line {
  /** Counted from 1. */
  line: number
  customId: string | null
}
export type GoodLine = Line & { ok: true; model: string; credits: Quote; warnings: JobQuote['warnings'] }
type FaultyLine = Line & { ok: false; errors: FieldError[] }
export type LineVerdict = GoodLine | FaultyLine
/** With the job itself, for whoever goes on to accept it. */
export type JudgedLine = (GoodLine & { checked: Extract<CheckedJob, { ok: true }> }) | FaultyLine

/** The verdict on one line; `line` is its number, counted from 1. */
export type LineJudge = (raw: unknown, line: number) => JudgedLine

/**
 * Judges the lines of one batch in their order, each as POST /v1/jobs would. Of the lines before it keeps
 * the customIds alone: a second line of one name is bad, since results are told apart by it.
 */
export function createLineJudge(
  preflight: Preflight,
  language: Language,
  defaults: LineDefaults = {},
): LineJudge {
  const firstUse = new Map<string, number>()
  return (raw, line) => {
    const whole = withDefaults(raw, defaults)
    const customId = customIdIn(whole)
    const used = customId === null ? undefined : firstUse.get(customId)
    if (customId !== null && used === undefined) firstUse.set(customId, line)
    const twice = used === undefined ? [] : [duplicate(used, WORDS[language])]
    const checked = checkJob(whole, preflight, language)
    if (!checked.ok) return { ok: false, line, customId, errors: [...checked.errors, ...twice] }
    if (twice.length > 0) return { ok: false, line, customId, errors: twice }
    const { modelId: model, warnings } = checked.fitting
    return {
      ok: true,
      line,
      customId,
      model,
      credits: preflight.priceJob(checked.fitting),
      warnings,
      checked,
    }
  }
}

/** A line's own values go first; `input` and `metadata` are filled up key by key. */
function withDefaults(raw: unknown, defaults: LineDefaults): unknown {
  if (!isObject(raw)) return raw
  const filledUp = (['input', 'metadata'] as const).flatMap((name) => {
    const [own, common] = [raw[name], defaults[name]]
    return isObject(own) && common !== undefined ? [[name, { ...common, ...own }] as const] : []
  })
  return { ...defaults, ...raw, ...Object.fromEntries(filledUp) }
}

/** The customId where it is one; anything else is reported at its path and names nothing. */
function customIdIn(raw: unknown): string | null {
  const customId = isObject(raw) ? raw['customId'] : null
  return typeof customId === 'string' && customId !== '' && customId.length <= 128 ? customId : null
}

function duplicate(firstLine: number, { duplicate: { message, expected, hint } }: Words): FieldError {
  return { path: 'customId', code: 'duplicateCustomId', message: message(firstLine), expected, hint }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
