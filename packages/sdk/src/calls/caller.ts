import { KilnProblem, parse, problemOfAnswer, sourceSpent, unreachable, unreadable } from '../problem.ts'
import { startDeadline, type Deadline } from './deadline.ts'
import { decideRetry, retryAfterMsOf, type FailedTry } from './decide-retry.ts'
import { pause } from './pause.ts'
import { readText } from './read-text.ts'

/** A body that comes while it is sent. */
export interface Upload {
  /** The bytes from their beginning. */
  open(): ReadableStream<Uint8Array>
  /** Whether `open` may be called again. */
  canRewind: boolean
  /** Whether anything was read of it so far. */
  isTouched(): boolean
  /** Why its source could not be read; the caller's own error. */
  fault(): { error: unknown } | null
}

export interface Call {
  method: 'GET' | 'POST'
  /** Begins with `/v1/`; what comes from a caller is encoded. */
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  headers?: Readonly<Record<string, string>>
  body?: { json: unknown } | { upload: Upload }
  /** Whether it may be made twice. */
  isSafe: boolean
  signal?: AbortSignal | undefined
  /** How long one try may take until its answer begins; null: as long as it takes. */
  answerWithinMs?: number | null
  /** How long it goes on being tried. */
  patienceMs?: number
}

/** An answer whose body is still to be read, and what to let go of afterwards. */
export interface Answer {
  response: Response
  release: () => void
}

export interface Caller {
  /** The good answer, its body unread. Throws a KilnProblem, or the reason of the signal. */
  open: (call: Call) => Promise<Answer>
  /** `isRight` tells kiln's answer from that of something else which speaks JSON too. */
  json: <T>(call: Call, isRight?: (body: unknown) => boolean) => Promise<T>
  text: (call: Call) => Promise<string>
}

export interface CallerOptions {
  baseUrl: URL
  headers: Readonly<Record<string, string>>
  fetch: typeof fetch
  patienceMs: number
}

const ANSWER_WITHIN_MS = 30_000

/** What becomes of a good answer: its text whole, or the answer itself with its body still to come. */
type Take<T> = (response: Response, deadline: Deadline) => Promise<T>

const takeOpen: Take<Answer> = async (response, { lift, release }) => {
  lift()
  return { response, release }
}

const takeText: Take<{ text: string; response: Response }> = async (response, { release }) => {
  const text = await readText(response)
  release()
  if (text === null) throw unreadable(response.url, 'more than any kiln would', response.status)
  return { text, response }
}

export function createCaller(options: CallerOptions): Caller {
  async function make<T>(call: Call, take: Take<T>): Promise<T> {
    const startedMs = performance.now()
    for (let tries = 1; ; tries++) {
      const tried = await tryOnce(call, options, take)
      if (tried.ok) return tried.taken
      const { problem, failed } = tried
      const decision = decideRetry(failed, {
        isSafe: call.isSafe,
        tries,
        elapsedMs: performance.now() - startedMs,
        patienceMs: call.patienceMs ?? options.patienceMs,
        random: Math.random(),
      })
      if (decision.kind === 'giveUp') throw problem
      if (isSpent(call)) throw sourceSpent(problem)
      await pause(decision.afterMs, call.signal)
    }
  }
  return {
    open: (call) => make(call, takeOpen),
    async json<T>(call: Call, isRight: (body: unknown) => boolean = () => true) {
      const { text, response } = await make(call, takeText)
      const parsed = parse(text)
      if (parsed === undefined) throw unreadable(response.url, 'something else than JSON', response.status)
      if (!isRight(parsed)) throw unreadable(response.url, 'JSON of another kind', response.status)
      return parsed as T
    },
    text: async (call) => (await make(call, takeText)).text,
  }
}

type Tried<T> = { ok: true; taken: T } | { ok: false; problem: KilnProblem; failed: FailedTry }

async function tryOnce<T>(call: Call, options: CallerOptions, take: Take<T>): Promise<Tried<T>> {
  call.signal?.throwIfAborted()
  const { answerWithinMs = ANSWER_WITHIN_MS } = call
  const deadline = startDeadline(call.signal, answerWithinMs)
  try {
    const response = await options.fetch(urlOf(call, options.baseUrl), initOf(call, options, deadline))
    if (response.ok) return { ok: true, taken: await take(response, deadline) }
    const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'), Date.now())
    const problem = await problemOfAnswer(response, retryAfterMs)
    deadline.release()
    const { status } = response
    return { ok: false, problem, failed: { kind: 'answer', status, code: problem.code, retryAfterMs } }
  } catch (error) {
    deadline.release()
    call.signal?.throwIfAborted()
    if (error instanceof KilnProblem) throw error
    const fault = uploadOf(call)?.fault() ?? null
    if (fault !== null) throw fault.error
    return { ok: false, problem: unreachable(options.baseUrl.host, error), failed: { kind: 'noAnswer' } }
  }
}

function urlOf({ path, query = {} }: Call, baseUrl: URL): URL {
  // A base address may have a path of its own, behind a proxy.
  const url = new URL(`${baseUrl.pathname.replace(/\/$/, '')}${path}`, baseUrl)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

function initOf(call: Call, { headers }: CallerOptions, { signal }: Deadline): RequestInit {
  const init = { method: call.method, signal, headers: { ...headers, ...call.headers } }
  if (call.body === undefined) return init
  if ('upload' in call.body) return { ...init, body: call.body.upload.open(), duplex: 'half' }
  return {
    ...init,
    headers: { ...init.headers, 'content-type': 'application/json' },
    body: JSON.stringify(call.body.json),
  }
}

function isSpent(call: Call): boolean {
  const upload = uploadOf(call)
  return upload !== null && upload.isTouched() && !upload.canRewind
}

function uploadOf({ body }: Call): Upload | null {
  return body !== undefined && 'upload' in body ? body.upload : null
}
