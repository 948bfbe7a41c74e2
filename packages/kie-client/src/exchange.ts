/** Why a call got no answer: plain data, without the key and without the library's error object. */
export interface Cause {
  code: string
  message: string
}

/** What happened on the network, before anybody judges what it means. */
export type Exchange =
  /** Surely not one byte of the request left: there was no connection to write it to. */
  | { phase: 'connect'; cause: Cause }
  /** The request may have reached KIE, and no whole answer came back. */
  | { phase: 'wire'; cause: Cause }
  /** `body` is null when it was too large or not readable as text. */
  | { phase: 'answer'; httpStatus: number; body: string | null; retryAfterMs: number | null }

export type Answer = Extract<Exchange, { phase: 'answer' }>
