const NEWLINE = 0x0a
const BYTE_ORDER_MARK = '\ufeff'

export type RawLine = { kind: 'text'; text: string } | { kind: 'tooLong' } | { kind: 'notUtf8' }

/** Lines of a stream of bytes, in memory that holds one line and one chunk, whatever comes. */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<RawLine> {
  let parts: Uint8Array[] = []
  let size = 0
  const take = (bytes: Uint8Array) => {
    size += bytes.length
    if (size > maxBytes) parts = []
    else parts.push(bytes)
  }
  const finish = (): RawLine => {
    const line: RawLine = size > maxBytes ? { kind: 'tooLong' } : decode(Buffer.concat(parts))
    parts = []
    size = 0
    return line
  }
  for await (const chunk of source) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, end))
      yield finish()
      from = end + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
  if (size > 0) yield finish()
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
