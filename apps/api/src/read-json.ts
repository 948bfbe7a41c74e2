import type { Api } from './api.ts'

/** Bytes that are no UTF-8 are refused: read leniently they would be sent to KIE, and paid for, as `\ufffd`. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** JSON and nothing else; an empty body is none, as some clients send it with calls that want none. */
export function readJson(api: Api): void {
  api.removeAllContentTypeParsers()
  const parse = api.getDefaultJsonParser('error', 'error')
  api.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decode(body)
    if (text === '') return done(null, undefined)
    // Half a character makes no JSON either.
    return parse(request, text ?? '{', done)
  })
}

function decode(body: string | Buffer): string | null {
  if (typeof body === 'string') return body
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}
