import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** The first two bytes of every gzip file, and of no JSON. */
const GZIP = Buffer.from([0x1f, 0x8b])

/** The bytes of a source, unpacked as they come where its first bytes say that it is packed, whatever its name is. */
export async function* unpack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const head = await readHead(chunks)
  const whole = startingWith(head, chunks)
  if (!head.subarray(0, GZIP.length).equals(GZIP)) return yield* whole
  // What goes wrong in either ends the unpacked stream with it, where the reader meets it.
  yield* pipeline(Readable.from(whole), createGunzip(), () => undefined)
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0)
  while (head.length < GZIP.length) {
    const next = await chunks.next()
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  return head
}

async function* startingWith(
  head: Buffer,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
