import { fieldErrorsOf, type FieldError } from '@kiln/contract'
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'

/** Carries the faults of a request from the framework's validation step to the error handler. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  readonly errors: FieldError[]
  constructor(errors: FieldError[]) {
    super('the request is not valid')
    this.errors = errors
  }
}

/** Validates queries and parameters with the contract's schemas. */
export const validateWithZod: FastifySchemaCompiler<z.ZodType> = ({ schema }) => {
  return (value: unknown) => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return { value: parsed.data }
    return { error: new InvalidRequest(fieldErrorsOf(parsed.error.issues, value)) }
  }
}
