import { cutText } from './cut-text.ts'

const MAX_PATH_LENGTH = 200

/** Of a request only what cannot hold a secret: no headers, no query, no body. */
export function describeRequest(request: unknown): Record<string, string> {
  const { method, url, ip } = Object(request) as Record<string, unknown>
  const fields: Record<string, string> = {}
  if (typeof method === 'string') fields['method'] = cutText(method, 10)
  if (typeof url === 'string') fields['path'] = cutText(describePath(url), MAX_PATH_LENGTH)
  if (typeof ip === 'string') fields['ip'] = ip
  return fields
}

export function describeResponse(response: unknown): Record<string, number> {
  const { statusCode } = Object(response) as Record<string, unknown>
  return typeof statusCode === 'number' ? { statusCode } : {}
}

/** The token in a callback's path is taken out of every finished line. */
const describePath = (url: string): string => url.split(/[?#]/)[0] ?? ''
