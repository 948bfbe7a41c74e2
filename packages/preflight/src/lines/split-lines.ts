const NEWLINE = 0x0a
const RETURN = 0x0d
const BYTE_ORDER_MARK = '\ufeff'

export type RawLine =
  | { kind: 'text'; text: string }
  | { kind: 'tooLong' }
  | { kind: 'notUtf8' }
  /** The source broke off: nothing comes after it. */
  | { kind: 'brokenOff' }

/** Lines of a stream of bytes, in memory that holds one line and one chunk, whatever comes. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<RawLine> {
  const line = collectLine(maxBytes)
  let endsInReturn = false
  try {
    for await (const chunk of source) {
      // A return and a newline end one line together, also when they come in two chunks.
      let from = endsInReturn && chunk[0] === NEWLINE ? 1 : 0
      for (const end of lineEnds(chunk, from)) {
        line.take(chunk.subarray(from, end))
        yield line.finish()
        from = end + (chunk[end] === RETURN && chunk[end + 1] === NEWLINE ? 2 : 1)
      }
      line.take(chunk.subarray(from))
      if (chunk.length > 0) endsInReturn = chunk.at(-1) === RETURN
    }
  } catch (error) {
    // A fault of the source has a code (a truncated archive, a lost disk); anything else is a fault of ours.
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    yield { kind: 'brokenOff' }
    return
  }
  if (!line.isEmpty()) yield line.finish()
}

/** Where lines end: at a newline, at a return, or where the one follows the other at the first of them. */
function* lineEnds(chunk: Uint8Array, from: number): Generator<number> {
  let newline = chunk.indexOf(NEWLINE, from)
  let back = chunk.indexOf(RETURN, from)
  while (newline !== -1 || back !== -1) {
    const isReturn = back !== -1 && (newline === -1 || back < newline)
    yield isReturn ? back : newline
    if (!isReturn || newline === back + 1) newline = chunk.indexOf(NEWLINE, newline + 1)
    if (isReturn) back = chunk.indexOf(RETURN, back + 1)
  }
}

/** Bytes of one line, or of one part of a document; what is longer than it may be is not kept. */
export function collectLine(maxBytes: number) {
  let parts: Uint8Array[] = []
  let size = 0
  return {
    isEmpty: () => size === 0,
    take(bytes: Uint8Array): void {
      size += bytes.length
      if (size > maxBytes) parts = []
      else if (bytes.length > 0) parts.push(bytes)
    },
    finish(): RawLine {
      const line: RawLine = size > maxBytes ? { kind: 'tooLong' } : decode(Buffer.concat(parts))
      parts = []
      size = 0
      return line
    },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Half a character would be sent, and paid for, as another one. */
function decode(bytes: Uint8Array): RawLine {
  try {
    const text = utf8.decode(bytes)
    return { kind: 'text', text: text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text }
  } catch {
    return { kind: 'notUtf8' }
  }
}
