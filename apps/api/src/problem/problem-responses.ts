import { ERRORS, problemSchema, type ErrorCode } from '@kiln/contract'

/** What any call can be answered, whoever asks for whatever. */
const ALWAYS = ['keyMissing', 'scopeMissing', 'internal', 'redisAway'] as const satisfies ErrorCode[]

type ProblemResponses = Record<
  400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503,
  typeof problemSchema
>

/** The error answers of a route, for its documentation and for the serializer. */
export function problemResponses(...codes: ErrorCode[]): ProblemResponses {
  const statuses = [...ALWAYS, ...codes].map((code) => ERRORS[code].status)
  return Object.fromEntries(statuses.map((status) => [status, problemSchema])) as ProblemResponses
}
