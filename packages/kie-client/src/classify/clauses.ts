/** A message cut into the clauses that patterns are anchored to. */
export interface Clauses {
  /** What is complained about, after a label such as "Error:". */
  first: string
  rest: readonly string[]
  /** The word before the colon in "prompt: This field is required". */
  label: string | null
}

/** Longer texts are not KIE's own wording. */
const MAX_LENGTH = 500

const LABEL =
  /^(?:error|failed|failure|(?:bad|invalid) request|validation (?:error|failed)|(?:request|task|job) (?:error|failed|failure))$/i
const NAMED = /^[a-z_][\w.[\]-]{0,63}$/

/** A single quoted word may be a field's name; every longer quotation is somebody else's text. */
const QUOTATION = /"([^"]*)"|“([^”]*)”|«([^»]*)»|「([^」]*)」|『([^』]*)』|`([^`]*)`|(?<!\w)'([^']*)'(?!\w)/g
const STRAY_QUOTE = /["“”„«»「」『』`]/

const CLAUSE_END = /\s*(?:[.:;,!?]+(?:\s+|$)|[。：；，！？…]+\s*|\s-\s)/

export function splitClauses(message: string): Clauses {
  const plain = withoutQuotations(message.slice(0, MAX_LENGTH).replaceAll(/[’‘]/g, "'")).replaceAll(
    /\s+/g,
    ' ',
  )
  const clauses = plain.split(CLAUSE_END).map((clause) => clause.trim())
  const [first = '', ...rest] = clauses.filter((clause) => clause !== '')
  const second = rest[0]
  if (second === undefined) return { first, rest, label: null }
  if (LABEL.test(first)) return { first: second, rest: rest.slice(1), label: null }
  return { first, rest, label: NAMED.test(first) ? first : null }
}

/** A pattern that has to match from the first character of a clause to its last. */
export function wholeClause(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'iu')
}

export function matches(patterns: readonly RegExp[], clause: string): boolean {
  return patterns.some((pattern) => pattern.test(clause))
}

/** Whether a clause is nothing but what could be a field's name. */
export function isName(clause: string): boolean {
  return NAMED.test(clause)
}

function withoutQuotations(text: string): string {
  const masked = text.replaceAll(QUOTATION, (_quotation, ...groups: unknown[]) => {
    const quoted = groups.find((group) => typeof group === 'string') as string
    return NAMED.test(quoted) ? quoted : '\u0000'
  })
  const stray = masked.search(STRAY_QUOTE)
  // An open quotation: whose words follow it is unknown, so they count as nobody's.
  return stray === -1 ? masked : `${masked.slice(0, stray)}\u0000`
}
