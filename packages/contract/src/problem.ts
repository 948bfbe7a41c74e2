import type { Language } from '@kiln/languages'
import { z } from 'zod'
import { confirmChargeSchema, lastActSchema } from './operator-acts.ts'
import { ERROR_CODES, ERRORS, type ErrorCode } from './errors.ts'
import { WORDS } from './words/words.ts'

/** One fault of a request, at the place where it is. */
export const fieldErrorSchema = z
  .object({
    path: z.string().describe('Where: `input.prompt`, `metadata.team`; empty for the whole body.'),
    code: z.string().describe('What is wrong, as a stable word.'),
    message: z.string(),
    expected: z.string().nullable().describe('What would be right, where it can be said shortly.'),
    hint: z.string().nullable().describe('What to try next.'),
  })
  .meta({ id: 'FieldError' })
export type FieldError = z.infer<typeof fieldErrorSchema>

/** One bad line of a batch. */
export const badLineSchema = z
  .object({
    line: z.int().min(1).describe('Counted from 1.'),
    customId: z.string().nullable(),
    errors: z.array(fieldErrorSchema),
  })
  .meta({ id: 'BadLine' })
export type BadLine = z.infer<typeof badLineSchema>

/** problem+json, RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]),
    errors: z.array(fieldErrorSchema).exactOptional(),
    confirm: confirmChargeSchema.exactOptional().describe('With `confirmChargeNeeded`.'),
    lastAct: lastActSchema.exactOptional().describe('Who changed the job before, with 409.'),
    badLines: z.array(badLineSchema).exactOptional().describe('Of a batch; a long list ends early.'),
    badLinesOmitted: z.int().exactOptional().describe('How many more bad lines there are.'),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>

/** The answer for a code; without a detail of its own it tells what to do. */
export function problemOf(
  code: ErrorCode,
  language: Language,
  detail?: string,
  errors?: FieldError[],
  more: Pick<Problem, 'confirm' | 'lastAct'> = {},
): Problem {
  const { status } = ERRORS[code]
  const { title, advice } = WORDS[language].problems[code]
  const problem = { type: `urn:kiln:problem:${code}`, title, status, detail: detail ?? advice, code, ...more }
  return errors ? { ...problem, errors } : problem
}
