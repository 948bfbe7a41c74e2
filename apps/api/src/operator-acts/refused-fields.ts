import type { ErrorCode, FieldError } from '@kiln/contract'

/** A problem that a caller is answered, with the fields at fault. */
export interface RefusedFields {
  ok: false
  code: ErrorCode
  detail: string
  errors: FieldError[]
}

export function refusedFields(code: ErrorCode, detail: string, errors: FieldError[]): RefusedFields {
  return { ok: false, code, detail, errors }
}
