import type { Upload } from '../calls/caller.ts'
import { type BatchSource, canRewind, readSource } from './batch-source.ts'

/** A source as the body of a call. Nothing is read before the connection asks for it, nor more than it takes. */
export function uploadOf(source: BatchSource, isToBePacked: boolean): Upload {
  let isTouched = false
  let fault: { error: unknown } | null = null
  async function* watched(): AsyncGenerator<Uint8Array, undefined> {
    isTouched = true
    try {
      yield* readSource(source)
    } catch (error) {
      fault = { error }
      throw error
    }
  }
  return {
    open: () => streamOf(isToBePacked ? packed(watched()) : watched()),
    canRewind: canRewind(source),
    isTouched: () => isTouched,
    fault: () => fault,
  }
}

/** Begins when its first bytes are asked for, as a generator does. */
async function* packed(bytes: AsyncGenerator<Uint8Array, undefined>): AsyncGenerator<Uint8Array, undefined> {
  const [{ pipeline, Readable }, { createGzip }] = await Promise.all([
    import('node:stream'),
    import('node:zlib'),
  ])
  yield* pipeline(Readable.from(bytes), createGzip(), () => undefined) as AsyncIterable<Uint8Array>
}

function streamOf(bytes: AsyncGenerator<Uint8Array, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(control) {
        const next = await bytes.next()
        if (next.done === true) control.close()
        else control.enqueue(next.value)
      },
      async cancel() {
        await bytes.return(undefined)
      },
    },
    // Else the first piece would be read before there is a connection.
    { highWaterMark: 0 },
  )
}
