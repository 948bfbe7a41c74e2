import { FAILURE_CLASSES, READ_CLASSES, SUBMIT_CLASSES, type FailureClass } from '@kiln/lifecycle'

/** The calls that kiln makes to KIE. */
export const KIE_ENDPOINTS = ['createTask', 'recordInfo', 'upload'] as const
export type KieEndpoint = (typeof KIE_ENDPOINTS)[number]

export const RESPONSE_CLASSES = [...new Set([...SUBMIT_CLASSES, ...READ_CLASSES])]
export type ResponseClass = (typeof RESPONSE_CLASSES)[number]

/** What became of a callback: a hint stored, or why it was not. */
export const CALLBACK_OUTCOMES = [
  'hinted',
  'ended',
  'unknownToken',
  'badSignature',
  'staleSignature',
  'notStored',
] as const
export type CallbackOutcome = (typeof CALLBACK_OUTCOMES)[number]

export const CREDIT_OUTCOMES = ['delivered', 'failed', 'wasted', 'rescued'] as const
export type CreditOutcome = (typeof CREDIT_OUTCOMES)[number]

/** What became of a try to deliver a webhook to a customer. */
export const WEBHOOK_OUTCOMES = ['delivered', 'failed', 'givenUp'] as const

/** Why a person is needed; `uncounted` where more wait than are looked at one by one. */
export const PARKED_LABELS = [
  'noAnswer',
  'noVerdict',
  'taskVanished',
  'noResult',
  'quarantined',
  'uncounted',
] as const
export type ParkedLabel = (typeof PARKED_LABELS)[number]

export const DOORBELL_STATES = ['waiting', 'active'] as const
export type DoorbellState = (typeof DOORBELL_STATES)[number]

/** Answers that a dashboard or an alert asks for by name: they are counted from 0, though codes are not known beforehand. */
export const AWAITED_RESPONSES: readonly { endpoint: KieEndpoint; code: string; class: ResponseClass }[] = [
  { endpoint: 'createTask', code: '200', class: 'accepted' },
  { endpoint: 'createTask', code: '402', class: 'noCredits' },
  { endpoint: 'createTask', code: '429', class: 'rateLimited' },
  { endpoint: 'createTask', code: '501', class: 'generationFailed' },
  { endpoint: 'recordInfo', code: '200', class: 'pending' },
  { endpoint: 'recordInfo', code: '200', class: 'succeeded' },
  { endpoint: 'recordInfo', code: '402', class: 'noCredits' },
  { endpoint: 'recordInfo', code: '429', class: 'rateLimited' },
  { endpoint: 'recordInfo', code: '501', class: 'failed' },
]

export const FAILURE_LABELS = ['none', ...FAILURE_CLASSES] as const
export type FailureLabel = FailureClass | 'none'

/** Codes that are not numbers: those of a connection that failed, and none at all. */
const CODE_WORDS = new Set([
  'none',
  'CERT_HAS_EXPIRED',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ETIMEDOUT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** A code comes from the peer: anything but a short number or a known word would be a series of its own. */
export function codeLabel(code: string): string {
  return /^\d{3}$/.test(code) || CODE_WORDS.has(code) ? code : 'other'
}

/** Model ids come from the catalogue; what does not look like one is not let in. */
export function modelLabel(model: string): string {
  return /^[\w][\w./:-]{0,99}$/.test(model) ? model : 'other'
}

const HTTP_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export const methodLabel = (method: string): string => (HTTP_METHODS.has(method) ? method : 'other')
