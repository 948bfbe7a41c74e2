import type { TaskResult } from '@kiln/lifecycle'
import { isRecord, isShallow, unwrapJson } from '../json-shape.ts'

/** Signed links are long; nothing longer than this is a link. */
const MAX_URL_LENGTH = 8_192
/** Deeper objects are nobody's result, and cannot be written down as JSON everywhere. */
const MAX_OBJECT_DEPTH = 64
/** Frames and marked copies that some video models add to their result. */
const EXTRA_FIELDS = ['firstFrameUrl', 'lastFrameUrl', 'resultWaterMarkUrls'] as const

/** The result in a record's `resultJson`, or null when nothing in it is one. */
export function readResult(resultJson: unknown): TaskResult | null {
  const parsed = unwrapJson(resultJson)
  if (!isRecord(parsed)) return null
  const named = webUrlsIn(parsed.resultUrls)
  const urls = named.length > 0 ? named : webUrlsIn(parsed.result_urls)
  const object = isObjectResult(parsed.resultObject) ? parsed.resultObject : null
  if (urls.length === 0 && object === null) return null
  const shown = object ?? extrasIn(parsed)
  return shown === null ? { urls } : { urls, object: shown }
}

/** Any absolute http(s) URL; whether it may be fetched is for the one who fetches it. */
export function isWebUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH) return false
  return /^https?:\/\/[^\s\p{Cc}]+$/iu.test(value) && URL.canParse(value)
}

function webUrlsIn(value: unknown): string[] {
  const listed: unknown[] = Array.isArray(value) ? value : [value]
  return listed.filter((url) => isWebUrl(url))
}

/** Text models answer with an object; an empty one is no result. */
function isObjectResult(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).length > 0 && isShallow(value, MAX_OBJECT_DEPTH)
}

function extrasIn(parsed: Record<string, unknown>): Record<string, string[]> | null {
  const found = EXTRA_FIELDS.flatMap((field) => {
    const urls = webUrlsIn(parsed[field])
    return urls.length > 0 ? [[field, urls] as const] : []
  })
  return found.length > 0 ? Object.fromEntries(found) : null
}
