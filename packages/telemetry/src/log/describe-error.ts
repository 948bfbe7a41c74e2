import { cutText } from './cut-text.ts'

export interface ErrorFields {
  type?: string
  code?: string | number
  message?: string
  stack?: string[]
  cause?: ErrorFields
}

export interface Describing {
  /** Frames for every error; without it only for those that have no code, which are bugs. */
  withStack: boolean
  /** Takes known secrets out of a text, before it is cut: half a secret would not be recognised later. */
  scrub: (text: string) => string
}

const MAX_MESSAGE_LENGTH = 500
const MAX_NAME_LENGTH = 60
const MAX_FRAMES = 20

/** By shape: errors of Node's core or of another realm are not `instanceof Error` everywhere. */
export function isErrorLike(value: unknown): value is { message: string } {
  if (value instanceof Error) return true
  if (typeof value !== 'object' || value === null) return false
  return 'message' in value && typeof value.message === 'string' && 'stack' in value
}

/**
 * What the log may know of an error, and nothing else: HTTP clients hang the whole request
 * on their errors, with the key in its headers.
 */
export function describeError(error: unknown, describing: Describing): ErrorFields {
  const fields = describeOne(error, describing)
  const cause = propertyOf(error, 'cause')
  // One level is where the network's own error stands.
  return isErrorLike(cause) ? { ...fields, cause: describeOne(cause, describing) } : fields
}

function describeOne(error: unknown, { withStack, scrub }: Describing): ErrorFields {
  if (typeof error === 'string') return { message: cutText(scrub(error), MAX_MESSAGE_LENGTH) }
  const fields: ErrorFields = {}
  const name = propertyOf(error, 'name') ?? propertyOf(error, 'type')
  const code = propertyOf(error, 'code')
  const message = propertyOf(error, 'message')
  const stack = propertyOf(error, 'stack')
  if (typeof name === 'string') fields.type = cutText(scrub(name), MAX_NAME_LENGTH)
  if (typeof code === 'string') fields.code = cutText(scrub(code), MAX_NAME_LENGTH)
  if (typeof code === 'number') fields.code = code
  if (typeof message === 'string') fields.message = cutText(scrub(message), MAX_MESSAGE_LENGTH)
  if (typeof stack === 'string' && (withStack || code === undefined))
    fields.stack = framesOf(stack, String(message))
  return fields
}

/** What stands below the message: its own lines may be long, and may look like frames. */
function framesOf(stack: string, message: string): string[] {
  const messageAt = stack.indexOf(message)
  const below = messageAt < 0 ? stack : stack.slice(messageAt + message.length)
  const lines = below.split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, MAX_FRAMES).map((line) => line.trim())
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
