import type { Catalog, CheckResult } from '@kiln/catalog'
import {
  fieldErrorsOf,
  jobBodySchema,
  MAX_FIELD_ERRORS,
  type ErrorCode,
  type FieldError,
  type JobBody,
} from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { isDeeperThan } from './json-depth.ts'
import type { PriceJob } from './price-job.ts'
import { type Words, WORDS } from './words/words.ts'

/** What a job is judged by. */
export interface Preflight {
  catalog: Catalog
  priceJob: PriceJob
  /** Whether KIE is told where to call back: some models cannot do without. */
  hasCallback: boolean
}

type Judges = Pick<Preflight, 'catalog' | 'hasCallback'>

/** A job that its model takes: what would be sent, and what the price list says. */
export type FittingJob = Extract<CheckResult, { ok: true }>

/** The problem that a caller is answered. */
export interface Refusal {
  ok: false
  code: ErrorCode
  detail: string
  errors: FieldError[]
}

export type CheckedJob = { ok: true; body: JobBody; fitting: FittingJob } | Refusal

/** No model takes half as many; beyond this it is a mistake or an attack. */
const INPUT_KEYS_MAX = 200
/** No model's input nests deeper than four; beyond this it is a mistake or an attack. */
const DEPTH_MAX = 20

/** Judges the body's shape and the model's own rules together, so that every fault is told at once. */
export function checkJob(raw: unknown, judges: Judges, language: Language): CheckedJob {
  if (isDeeperThan(raw, DEPTH_MAX)) return refused([tooDeep(WORDS[language])], language)
  const crowded = tooManyKeys(raw, 'input', WORDS[language])
  if (crowded !== null) return refused([crowded], language)
  const shape = jobBodySchema.safeParse(raw)
  const fit = checkInput(raw, judges, language)
  if (shape.success && fit?.ok) return { ok: true, body: shape.data, fitting: fit }
  const ofShape = shape.success ? [] : fieldErrorsOf(shape.error.issues, raw, language)
  const ofInput = fit?.ok === false ? fit.errors : []
  return refused([...ofShape, ...ofInput].slice(0, MAX_FIELD_ERRORS), language)
}

const judgeable = jobBodySchema.pick({ model: true, input: true }).strip()

/** A fault elsewhere in the body does not keep the input from being judged, as it came: a parsed copy lacks `__proto__`. */
function checkInput(raw: unknown, { catalog, hasCallback }: Judges, language: Language): CheckResult | null {
  const parsed = judgeable.safeParse(raw)
  if (!parsed.success) return null
  const { input, strict } = raw as { input: unknown; strict?: unknown }
  return catalog.check(parsed.data.model, input, {
    strict: strict === true,
    unknown: strict === false ? 'passed' : 'refused',
    hasCallback,
    language,
  })
}

/** Told before any key is looked at: each costs something on every line that has it from the defaults. */
export function tooManyKeys(body: unknown, path: string, { manyKeys }: Words): FieldError | null {
  const input =
    typeof body === 'object' && body !== null && Object.hasOwn(body, 'input')
      ? (body as { input: unknown }).input
      : null
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null
  const count = Object.keys(input).length
  if (count <= INPUT_KEYS_MAX) return null
  const message = manyKeys.message(path, INPUT_KEYS_MAX, count)
  return { path, code: 'tooMany', message, expected: manyKeys.expected(INPUT_KEYS_MAX), hint: manyKeys.hint }
}

function tooDeep({ tooDeep: words }: Words): FieldError {
  const message = words.message(DEPTH_MAX)
  return { path: '', code: 'tooDeep', message, expected: words.expected(DEPTH_MAX), hint: null }
}

/** One problem out of all faults, told by the first of them. */
export function refused(errors: FieldError[], language: Language): Refusal {
  const { notValid, andMore } = WORDS[language]
  const first = errors[0]?.message ?? notValid
  const detail = errors.length > 1 ? andMore(first, errors.length) : first
  const code = errors.some((error) => error.code === 'unknownModel') ? 'unknownModel' : 'validation'
  return { ok: false, code, detail, errors }
}
