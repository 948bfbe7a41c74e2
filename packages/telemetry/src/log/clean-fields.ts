import { cutText } from './cut-text.ts'
import { describeError, isErrorLike, type Describing } from './describe-error.ts'

/** Fields with a serializer of their own, which wants the thing itself. */
const SERIALIZED = new Set(['err', 'error', 'req', 'res'])

/** Names whose texts stay out of the log, whoever puts them there. */
const SECRET_NAME = /authorization|cookie|api[-_]?key|secret|passw|token|hmac|signature|credential/i

const MAX_DEPTH = 5
const MAX_ITEMS = 50
const MAX_TEXT_LENGTH = 2_000

/** What a line may hold: plain data, cut to size. Everything with a class of its own is only named. */
export function cleanFields(
  fields: Record<string, unknown>,
  describing: Describing,
): Record<string, unknown> {
  if (isErrorLike(fields)) return { err: fields }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      SERIALIZED.has(name) ? [name, value] : [name, cleanField(name, value, 1, describing)],
    ),
  )
}

function cleanField(name: string, value: unknown, depth: number, describing: Describing): unknown {
  const mayBeSecret = typeof value === 'string' || (typeof value === 'object' && value !== null)
  return mayBeSecret && SECRET_NAME.test(name) ? '[secret]' : clean(value, depth, describing)
}

function clean(value: unknown, depth: number, describing: Describing): unknown {
  if (typeof value === 'string') return cutText(describing.scrub(value), MAX_TEXT_LENGTH)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (isErrorLike(value)) return describeError(value, describing)
  if (Array.isArray(value)) return depth > MAX_DEPTH ? '[list]' : cleanItems(value, depth, describing)
  const className = classNameOf(value)
  if (className === 'Date') return Number.isNaN(Number(value)) ? null : new Date(Number(value)).toISOString()
  if (className !== 'Object') return `[${className}]`
  if (depth > MAX_DEPTH) return '[object]'
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, cleanField(name, inner, depth + 1, describing)]),
  )
}

function cleanItems(items: unknown[], depth: number, describing: Describing): unknown[] {
  const kept = items.slice(0, MAX_ITEMS).map((item) => clean(item, depth + 1, describing))
  return items.length > MAX_ITEMS ? [...kept, `… ${items.length - MAX_ITEMS} more`] : kept
}

/** By name, since plain objects of another realm have another Object. */
function classNameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null) return 'Object'
  const { constructor } = prototype as { constructor?: { name?: unknown } }
  return typeof constructor?.name === 'string' ? constructor.name : 'unnamed'
}
