import type { ModelFile, Parameter } from './model-file.ts'
import { isRecord } from './is-record.ts'
import type { Remark } from './fault.ts'

/** Endings of the files that a type allows; an ending that stands nowhere here tells nothing. */
const ENDINGS: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/jpg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'image/bmp': ['bmp'],
  'image/tiff': ['tif', 'tiff'],
  'image/heic': ['heic'],
  'image/heif': ['heif'],
  'video/mp4': ['mp4'],
  'video/quicktime': ['mov'],
  'video/x-matroska': ['mkv'],
  'video/webm': ['webm'],
  'video/avi': ['avi'],
  'audio/mpeg': ['mp3'],
  'audio/mp3': ['mp3'],
  'audio/wav': ['wav'],
  'audio/x-wav': ['wav'],
  'audio/aac': ['aac'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/ogg': ['ogg'],
  'audio/flac': ['flac'],
  'audio/m4a': ['m4a'],
  'audio/x-ms-wma': ['wma'],
}
export const KNOWN_MIME_TYPES: ReadonlySet<string> = new Set(Object.keys(ENDINGS))
/** Of the path of a URL, which is sure to be one; behind it only a query or a fragment. */
const ENDING = /^[^?#]*\/[^/?#]*\.([a-z\d]{2,5})(?:[?#]|$)/i
const KNOWN = new Set(Object.values(ENDINGS).flat())

/** The parameters whose links have a say in this, found once for a model. */
export function paramsWithFiles({ params }: ModelFile): Parameter[] {
  return params.filter((one) => ('mimeTypes' in one && one.mimeTypes !== undefined) || one.type === 'array')
}

/** Links whose ending promises another kind of file than the model takes. KIE decides by the file. */
export function warnOfEndings(params: readonly Parameter[], input: Record<string, unknown>): Remark[] {
  return params.length === 0 ? [] : warnIn(params, input, 'input')
}

function warnIn(params: readonly Parameter[], record: Record<string, unknown>, at: string): Remark[] {
  return params.flatMap((parameter) => {
    const value = record[parameter.name]
    return value === undefined ? [] : warnOf(parameter, value, `${at}.${parameter.name}`)
  })
}

function warnOf(parameter: Parameter, value: unknown, path: string): Remark[] {
  if (parameter.type === 'url') return warnOfUrl(parameter.mimeTypes, value, path)
  if (!Array.isArray(value)) return []
  if (parameter.type === 'url_array')
    return value.flatMap((one, at) => warnOfUrl(parameter.mimeTypes, one, `${path}[${at}]`))
  if (parameter.type !== 'array' || parameter.items.type !== 'object') return []
  const { params } = parameter.items
  return value.flatMap((item: unknown, at) => (isRecord(item) ? warnIn(params, item, `${path}[${at}]`) : []))
}

function warnOfUrl(mimeTypes: readonly string[] | undefined, url: unknown, path: string): Remark[] {
  if (mimeTypes === undefined || typeof url !== 'string') return []
  const ending = ENDING.exec(url)?.[1]?.toLowerCase()
  if (ending === undefined || !KNOWN.has(ending)) return []
  if (mimeTypes.some((type) => (ENDINGS[type] ?? [ending]).includes(ending))) return []
  const says: Remark['says'] = ({ warnings }) => warnings.unexpectedFile(path, ending, mimeTypes)
  return [{ path, code: 'unexpectedFileType', says }]
}
