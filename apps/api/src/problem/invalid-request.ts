import { fieldErrorsOf, type FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

/** Carries the faults of a request from the framework's validation step to the error handler, where they are told. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  readonly tell: (language: Language) => FieldError[]
  constructor(issues: readonly z.core.$ZodIssue[], value: unknown) {
    super('the request is not valid')
    this.tell = (language) => fieldErrorsOf(issues, value, language)
  }
}

/** Validates queries and parameters with the contract's schemas. */
export const validateWithZod: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (value: unknown) => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return { value: parsed.data }
    return { error: new InvalidRequest(parsed.error.issues, value) }
  }
}
