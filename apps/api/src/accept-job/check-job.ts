import type { Catalog, CheckResult } from '@kiln/catalog'
import { jobBodySchema, type ErrorCode, type FieldError, type JobBody } from '@kiln/contract'
import { fieldErrorsOf, MAX_FIELD_ERRORS } from '../problem/field-errors.ts'
import { isDeeperThan } from './json-depth.ts'

type Fitting = Extract<CheckResult, { ok: true }>

export type CheckedJob =
  | { ok: true; body: JobBody; fitting: Fitting }
  | { ok: false; code: ErrorCode; detail: string; errors: FieldError[] }

/** No model's input nests deeper than four; beyond this it is a mistake or an attack. */
const DEPTH_MAX = 20

/** Judges the body's shape and the model's own rules together, so that every fault is told at once. */
export function checkJob(raw: unknown, catalog: Catalog, hasCallback: boolean): CheckedJob {
  if (isDeeperThan(raw, DEPTH_MAX)) return refused([TOO_DEEP])
  const shape = jobBodySchema.safeParse(raw)
  const fit = checkInput(raw, catalog, hasCallback)
  if (shape.success && fit?.ok) return { ok: true, body: shape.data, fitting: fit }
  const ofShape = shape.success ? [] : fieldErrorsOf(shape.error.issues, raw)
  const ofInput = fit?.ok === false ? fit.errors : []
  return refused([...ofShape, ...ofInput].slice(0, MAX_FIELD_ERRORS))
}

const judgeable = jobBodySchema.pick({ model: true, input: true }).strip()

/** A fault elsewhere in the body does not keep the input from being judged. */
function checkInput(raw: unknown, catalog: Catalog, hasCallback: boolean): CheckResult | null {
  const parsed = judgeable.safeParse(raw)
  if (!parsed.success) return null
  const { strict } = raw as { strict?: unknown }
  return catalog.check(parsed.data.model, parsed.data.input, {
    strict: strict === true,
    unknown: strict === false ? 'passed' : 'refused',
    hasCallback,
  })
}

const TOO_DEEP: FieldError = {
  path: '',
  code: 'tooDeep',
  message: `the body must nest at most ${DEPTH_MAX} levels deep.`,
  expected: `at most ${DEPTH_MAX} levels`,
  hint: null,
}

function refused(errors: FieldError[]): CheckedJob {
  const [first] = errors
  const more = errors.length > 1 ? ` \`errors\` lists all ${errors.length} faults.` : ''
  const code = errors.some((error) => error.code === 'unknownModel') ? 'unknownModel' : 'validation'
  return { ok: false, code, detail: `${first?.message ?? 'The body is not valid.'}${more}`, errors }
}
