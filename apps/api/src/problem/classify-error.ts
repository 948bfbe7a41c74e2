import type { ErrorCode, FieldError } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { isRedisAway, newerLedgerWords, newerSchemaOf } from '@kiln/ledger'
import { InvalidRequest } from './invalid-request.ts'

export interface Classified {
  code: ErrorCode
  detail?: string
  errors?: FieldError[]
}

const BY_CODE: Partial<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'bodyUnparsable',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bodyUnparsable',
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'mediaTypeUnsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'requestUnreadable',
  FST_ERR_BAD_URL: 'urlUnparsable',
  FST_ERR_MAX_PARAM_LENGTH: 'routeUnknown',
}

/** What an error that reached the framework means to the caller. Anything unknown is a bug of ours. */
export function classifyError(error: unknown, language: Language): Classified {
  if (error instanceof InvalidRequest) {
    const errors = error.tell(language)
    const [first] = errors
    return { code: 'validation', ...(first && { detail: first.message }), errors }
  }
  if (isRedisAway(error)) return { code: 'redisAway' }
  const newer = newerSchemaOf(error)
  if (newer !== null) return { code: 'ledgerNewer', detail: newerLedgerWords(newer) }
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  const known = BY_CODE[String(code)]
  if (known !== undefined) return { code: known }
  // The framework's other complaints about the request itself, such as one cut off halfway.
  const isCallersFault = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
  return { code: isCallersFault ? 'requestUnreadable' : 'internal' }
}
