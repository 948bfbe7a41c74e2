import type { FailureClass, KieWords } from './outcomes.ts'

/** What a failed job says of itself. */
export interface Failure {
  class: FailureClass
  code: string
  message: string
  field?: string
  charged: 'no' | 'yes' | 'unknown'
}

/** What to do next, per class. */
export const ADVICE: Record<FailureClass, string> = {
  invalidInput: 'Correct the input named in the message and submit it as a new job; nothing was charged.',
  notFound: 'Check the model id against GET /v1/models; KIE does not offer it to this account.',
  disabled: 'KIE has switched this model off. Use another model, or wait until KIE offers it again.',
  inputUnreachable:
    'KIE could not read a media URL. Make it public, or upload the file to KIE, and submit again.',
  generationFailed: 'The model failed on this input. A new attempt may work; check the charge first.',
  contentRefused: 'The content was refused. The same prompt will be refused again: change it.',
  upstreamTimeout:
    'The model gave nothing for over ten minutes. A new attempt may work; check the charge first.',
  upstreamError: 'KIE had an internal error. A new attempt may work; check the charge first.',
  noCredits: 'The account had no credits for this task. Top up and submit again.',
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
