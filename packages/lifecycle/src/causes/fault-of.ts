import type { FailureClass } from '../outcomes.ts'

/** Who can do something about a failure. */
export const FAULTS = ['input', 'provider', 'us', 'money'] as const
export type Fault = (typeof FAULTS)[number]

export const FAULT_OF: Readonly<Record<FailureClass, Fault>> = {
  invalidInput: 'input',
  // The catalogue offered a model that this account does not have.
  notFound: 'us',
  disabled: 'provider',
  inputUnreachable: 'input',
  generationFailed: 'provider',
  contentRefused: 'input',
  upstreamTimeout: 'provider',
  upstreamError: 'provider',
  noCredits: 'money',
}
