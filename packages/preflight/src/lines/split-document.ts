import { collectLine, type RawLine } from './split-lines.ts'

/** What a JSON object with a list `jobs` is made of, in its order. */
export type DocumentPart =
  | { kind: 'field'; name: string; raw: RawLine }
  | { kind: 'job'; raw: RawLine }
  /** It is no JSON object from here on; nothing comes after it. */
  | { kind: 'notJson' }
  | { kind: 'brokenOff' }

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d])
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

type Expects =
  'object' | 'firstName' | 'name' | 'colon' | 'value' | 'comma' | 'firstJob' | 'job' | 'jobComma' | 'nothing'

/**
 * Cuts a document into its fields and its jobs as it comes, in memory that holds one of them. It looks at
 * quotes and brackets alone: whether a part is JSON is for whoever parses it.
 */
export async function* splitDocument(
  source: AsyncIterable<Uint8Array>,
  limits: { jobBytes: number; fieldBytes: number },
): AsyncGenerator<DocumentPart> {
  const scanner = scanDocument(limits)
  try {
    for await (const chunk of source) {
      yield* scanner.take(chunk)
      if (scanner.isBroken()) return
    }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    yield { kind: 'brokenOff' }
    return
  }
  if (!scanner.isWhole()) yield { kind: 'notJson' }
}

function scanDocument({ jobBytes, fieldBytes }: { jobBytes: number; fieldBytes: number }) {
  let expects: Expects = 'object'
  let broken = false
  let marks = 0
  let name = ''
  let hasJobs = false
  // The value that is being read: what it is, how deep in it, and whether within a text.
  let reading: 'name' | 'field' | 'job' | null = null
  let isBare = false
  let depth = 0
  let inText = false
  let escaped = false
  let part = collectLine(fieldBytes)

  function* take(chunk: Uint8Array): Generator<DocumentPart> {
    let from = 0
    for (let at = 0; at < chunk.length && !broken; at++) {
      const byte = chunk[at]!
      if (reading === null) {
        if (!step(byte)) {
          broken = true
          yield { kind: 'notJson' }
        }
        if (reading !== null) from = at
        continue
      }
      const end = endOf(byte)
      if (end === 'goesOn') continue
      part.take(chunk.subarray(from, end === 'before' ? at : at + 1))
      yield* finish()
      if (end === 'before') at -= 1
    }
    if (reading !== null) part.take(chunk.subarray(from))
  }

  /** Between values: whether the byte may stand here. */
  function step(byte: number): boolean {
    if (BLANK.has(byte)) return true
    switch (expects) {
      case 'object':
        if (byte === BYTE_ORDER_MARK[marks]) return (marks += 1) > 0
        return go(byte === OPEN, 'firstName')
      case 'firstName':
        if (byte === CLOSE) return go(true, 'nothing')
        return begin(byte, 'name', byte === QUOTE)
      case 'name':
        return begin(byte, 'name', byte === QUOTE)
      case 'colon':
        return go(byte === COLON, 'value')
      case 'value':
        if (name === 'jobs' && byte === OPEN_LIST) {
          // Whoever reads JSON keeps one of two such lists, and nobody knows which one was meant.
          if (hasJobs) return false
          hasJobs = true
          return go(true, 'firstJob')
        }
        return begin(byte, 'field', isBeginning(byte))
      case 'comma':
        return byte === CLOSE ? go(true, 'nothing') : go(byte === COMMA, 'name')
      case 'firstJob':
        if (byte === CLOSE_LIST) return go(true, 'comma')
        return begin(byte, 'job', isBeginning(byte))
      case 'job':
        return begin(byte, 'job', isBeginning(byte))
      case 'jobComma':
        return byte === CLOSE_LIST ? go(true, 'comma') : go(byte === COMMA, 'job')
      case 'nothing':
        return false
    }
  }

  function go(isRight: boolean, next: Expects): boolean {
    expects = next
    return isRight
  }

  function begin(byte: number, kind: 'name' | 'field' | 'job', isRight: boolean): boolean {
    if (!isRight) return false
    reading = kind
    part = collectLine(kind === 'job' ? jobBytes : fieldBytes)
    inText = byte === QUOTE
    depth = byte === OPEN || byte === OPEN_LIST ? 1 : 0
    isBare = !inText && depth === 0
    escaped = false
    return true
  }

  /** Within a value: whether it goes on, ends with this byte, or ended before it. */
  function endOf(byte: number): 'goesOn' | 'with' | 'before' {
    if (isBare)
      return byte === COMMA || byte === CLOSE || byte === CLOSE_LIST || BLANK.has(byte) ? 'before' : 'goesOn'
    if (inText) {
      if (escaped) escaped = false
      else if (byte === BACKSLASH) escaped = true
      else if (byte === QUOTE) {
        inText = false
        return depth === 0 ? 'with' : 'goesOn'
      }
      return 'goesOn'
    }
    if (byte === QUOTE) inText = true
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1
    return depth === 0 ? 'with' : 'goesOn'
  }

  function* finish(): Generator<DocumentPart> {
    const raw = part.finish()
    const kind = reading
    reading = null
    if (kind === 'name') {
      expects = 'colon'
      name = nameIn(raw)
    } else if (kind === 'field') {
      expects = 'comma'
      yield { kind: 'field', name, raw }
    } else {
      expects = 'jobComma'
      yield { kind: 'job', raw }
    }
  }

  return { take, isBroken: () => broken, isWhole: () => expects === 'nothing' }
}

function isBeginning(byte: number): boolean {
  return byte !== COMMA && byte !== COLON && byte !== CLOSE && byte !== CLOSE_LIST
}

/** A name that cannot be read is one that nobody knows. */
function nameIn(raw: RawLine): string {
  if (raw.kind !== 'text') return ''
  try {
    return String(JSON.parse(raw.text))
  } catch {
    return ''
  }
}
