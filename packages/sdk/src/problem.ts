import { readText } from './calls/read-text.ts'
import type { BadLine, ErrorCode, FieldError, Problem } from '@kiln/contract'

/** What goes wrong on this side of the wire; all other codes are the API's (docs/errors.md). */
export type ClientCode = 'unreachable' | 'answerUnreadable' | 'sourceSpent'

export interface ProblemFields {
  code: ErrorCode | ClientCode
  title: string
  detail: string
  advice: string
  status?: number
  errors?: readonly FieldError[] | undefined
  badLines?: readonly BadLine[] | undefined
  badLinesOmitted?: number | undefined
  retryAfterMs?: number | null
  problem?: Problem
  cause?: unknown
}

/** Every failure of a call, with what a program decides by and what a person reads. */
export class KilnProblem extends Error {
  override readonly name = 'KilnProblem'
  /** Stable: decide by it. */
  readonly code: ErrorCode | ClientCode
  /** Of the HTTP answer; null where there was none. */
  readonly status: number | null
  readonly title: string
  readonly detail: string
  /** What to do about it. */
  readonly advice: string
  /** Every fault of the request, each at its path. */
  readonly errors: readonly FieldError[]
  /** Of a batch that was refused; a long list ends early. */
  readonly badLines: readonly BadLine[]
  readonly badLinesOmitted: number
  readonly retryAfterMs: number | null
  /** The API's answer as it came: with 409 also `confirm`, what a new attempt may cost, and `lastAct`, who was first. */
  readonly problem: Problem | null
  /**
   * The Idempotency-Key of a call that may have reached kiln all the same: the same call with it brings the
   * same job or batch, and never a second one.
   */
  idempotencyKey: string | null = null

  constructor(fields: ProblemFields) {
    super(`${fields.title}: ${fields.detail}`, { cause: fields.cause })
    this.code = fields.code
    this.status = fields.status ?? null
    this.title = fields.title
    this.detail = fields.detail
    this.advice = fields.advice
    this.errors = fields.errors ?? []
    this.badLines = fields.badLines ?? []
    this.badLinesOmitted = fields.badLinesOmitted ?? 0
    this.retryAfterMs = fields.retryAfterMs ?? null
    this.problem = fields.problem ?? null
  }
}

/** The problem that an answer tells; anything that is no problem of kiln's is told as such. */
export async function problemOfAnswer(response: Response, retryAfterMs: number | null): Promise<KilnProblem> {
  const { status } = response
  const text = await readText(response).catch(() => null)
  const body = parse(text ?? '') as Partial<Problem> | null | undefined
  if (typeof body?.code !== 'string')
    return unreadable(response.url, `status ${status}`, status, retryAfterMs)
  const { code, title = code, detail = title, errors, badLines, badLinesOmitted } = body
  const advice = errors?.find(({ hint }) => hint !== null)?.hint ?? detail
  return new KilnProblem({
    code,
    status,
    title,
    detail,
    advice,
    errors,
    badLines,
    badLinesOmitted,
    retryAfterMs,
    problem: { ...body, code, title, detail } as Problem,
  })
}

export function unreadable(
  url: string,
  got: string,
  status?: number,
  retryAfterMs: number | null = null,
): KilnProblem {
  return new KilnProblem({
    code: 'answerUnreadable',
    title: 'The answer is not one of kiln',
    detail: `${url} answered ${got}.`,
    advice: 'Check that baseUrl is the address of a kiln API, and what stands between.',
    ...(status !== undefined && { status }),
    retryAfterMs,
  })
}

export function unreachable(host: string, cause: unknown): KilnProblem {
  return new KilnProblem({
    code: 'unreachable',
    title: 'The API does not answer',
    detail: `${host}: ${rootOf(cause)}`,
    advice: 'Check baseUrl, and that the API runs.',
    cause,
  })
}

export function sourceSpent(cause: KilnProblem): KilnProblem {
  return new KilnProblem({
    code: 'sourceSpent',
    title: 'The batch broke off, and its source cannot be read again',
    detail: `${cause.message} A stream is not sent a second time once its first byte was read.`,
    advice:
      'Give an array, the path of a file or a function that begins the stream anew, and call again with the ' +
      'same idempotencyKey.',
    ...(cause.status !== null && { status: cause.status }),
    retryAfterMs: cause.retryAfterMs,
    cause,
  })
}

/** Fetch says "fetch failed", and the reason one or two causes below. */
function rootOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: string; message?: string }
  if (cause !== undefined) return rootOf(cause)
  return message || code || String(error)
}

/** undefined: no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
