import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'

interface FilePart {
  fileName: string
  contentType: string
  content: AsyncIterable<Uint8Array>
}

/**
 * A multipart form of text fields and one file, which is streamed and never held whole. A Readable,
 * because a request that ends early destroys it and so lets go of the file.
 */
export function multipartBody(
  fields: Record<string, string>,
  file: FilePart,
): { body: Readable; headers: Record<string, string> } {
  const boundary = `kiln-${randomUUID()}`
  return {
    body: Readable.from(formParts(boundary, fields, file), { objectMode: false }),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

async function* formParts(
  boundary: string,
  fields: Record<string, string>,
  file: FilePart,
): AsyncGenerator<Uint8Array> {
  for (const [name, value] of Object.entries(fields)) {
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quotable(name)}"\r\n\r\n${value}\r\n`,
    )
  }
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotable(file.fileName)}"\r\n` +
      `Content-Type: ${oneLine(file.contentType)}\r\n\r\n`,
  )
  yield* file.content
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

/** As browsers write it: a quote or a line break in a file name must not open a new header. */
function quotable(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ')
}
