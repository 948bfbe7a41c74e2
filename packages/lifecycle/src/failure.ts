import type { FailureClass, KieWords } from './outcomes.ts'

/** What a failed job says of itself. */
export interface Failure {
  class: FailureClass
  code: string
  message: string
  field?: string
  charged: 'no' | 'yes' | 'unknown'
}

export function failureOf(
  failureClass: FailureClass,
  words: KieWords,
  charged: Failure['charged'],
  field: string | null = null,
): Failure {
  const failure: Failure = { class: failureClass, code: words.code, message: words.message, charged }
  return field === null ? failure : { ...failure, field }
}
