import type { Api } from './api.ts'

/** JSON and nothing else; an empty body is none, as some clients send it with calls that want none. */
export function readJson(api: Api): void {
  api.removeAllContentTypeParsers()
  const parse = api.getDefaultJsonParser('error', 'error')
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, String(body), done),
  )
}
