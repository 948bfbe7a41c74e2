import type { FailureClass } from '../outcomes.ts'
import { type State, STATE_NAMES, STATES } from '../states.ts'

const meanings = STATE_NAMES.map((name) => [name, STATES[name].means] as const)

export const ENGLISH = {
  /** What to do next, per class. */
  advice: {
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
  } satisfies Record<FailureClass, string> as Readonly<Record<FailureClass, string>>,

  /** The advice, with the field of the input that KIE named. */
  atField: (field: string, advice: string) => `See input.${field}. ${advice}`,

  states: Object.fromEntries(meanings) as Readonly<Record<State, string>>,
}
