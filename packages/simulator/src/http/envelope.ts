/** One answer as it goes on the wire. */
export interface Answer {
  /** KIE's verdict, as the books count it. */
  code: string
  httpStatus: number
  body: string
}

export const NO_CREDITS_WORDS = 'The current credits are insufficient. Please top up.'

const CODE_WORDS: Readonly<Record<number, string>> = {
  200: 'success',
  401: 'You do not have access permissions',
  402: NO_CREDITS_WORDS,
  404: 'Not Found',
  408: 'The upstream gave nothing for over 10 minutes.',
  413: 'The text is too long.',
  422: 'The model name you specified is not supported.',
  429: 'Your call frequency is too high. Please try again later.',
  430: 'Your call frequency is too high. Please try again later.',
  433: "The sub-key's usage has reached its limit.",
  451: 'Could not download the given image.',
  455: 'The service is under maintenance. Please try again later.',
  501: 'Generation failed.',
  505: 'This feature is disabled.',
  531: 'The task failed and its credits were refunded.',
}
const OTHER_WORDS = 'Server exception, please try again later'

/** Errors too come under HTTP 200: the code in the body is the status. */
export function envelope(code: number, msg: string, data: unknown): Answer {
  return { code: String(code), httpStatus: 200, body: JSON.stringify({ code, msg, data }) }
}

export function success(data: unknown): Answer {
  return envelope(200, 'success', data)
}

/** A refusal in KIE's own words for the code, or in the given ones. */
export function refusal(code: number, msg?: string): Answer {
  return envelope(code, msg ?? CODE_WORDS[code] ?? OTHER_WORDS, null)
}

/** An answer that a behaviour spelled out. */
export function spelledOut(wanted: {
  code?: number | undefined
  msg?: string | undefined
  httpStatus?: number | undefined
  body?: unknown
}): Answer {
  const httpStatus = wanted.httpStatus ?? 200
  const code = wanted.code ?? httpStatus
  if (wanted.body === undefined) return { ...refusal(code, wanted.msg), httpStatus }
  const body = typeof wanted.body === 'string' ? wanted.body : JSON.stringify(wanted.body)
  return { code: String(code), httpStatus, body }
}
