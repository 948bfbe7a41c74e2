import { normaliseMessage, type Failure } from '@kiln/lifecycle'

/** What a script is told of a failure: what the job keeps, and what its group goes by. */
export function failedWith(failure: Failure): object {
  const { class: failureClass, code, message } = failure
  return {
    set: { failure: JSON.stringify(failure), failureClass },
    cause: { class: failureClass, code, text: normaliseMessage(message) },
  }
}
