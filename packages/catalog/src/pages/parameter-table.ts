import type { Parameter } from '../model-file.ts'
import { compileParameter } from '../values/compile-value.ts'
import { ENGLISH } from '../words/english.ts'
import { code, codes, table } from './markdown.ts'

const MOST_SUGGESTIONS = 8

export function renderParameters(params: readonly Parameter[]): string {
  const rows = params.map((parameter) => [
    code(parameter.name),
    nameNeed(parameter),
    nameValues(parameter),
    nameRemarks(parameter),
  ])
  const nested = params.flatMap(renderItems)
  return [table(['parameter', 'needed', 'takes', 'remarks'], rows), ...nested].join('\n\n')
}

function renderItems(parameter: Parameter): string[] {
  if (parameter.type !== 'array' || parameter.items.type !== 'object') return []
  return [`Each item of ${code(parameter.name)}:`, renderParameters(parameter.items.params)]
}

function nameNeed(parameter: Parameter): string {
  if (parameter.default !== undefined) return `no; ${code(parameter.default)} is sent`
  return parameter.required ? '**yes**' : 'no'
}

function nameValues(parameter: Parameter): string {
  if (parameter.type === 'enum') return `one of ${codes(parameter.values)}`
  if (parameter.type === 'array' && parameter.items.type === 'object') {
    const { minItems, maxItems } = parameter
    return `a list of objects${minItems === undefined ? '' : `, at least ${minItems}`}${maxItems === undefined ? '' : `, at most ${maxItems}`}`
  }
  return compileParameter(parameter, 'refused').expected(ENGLISH)
}

function nameRemarks(parameter: Parameter): string {
  const { deprecated, documentedDefault, notes, aliases } = parameter
  const remarks = [
    deprecated === true ? 'deprecated by KIE' : null,
    notes ?? null,
    nameFiles(parameter),
    documentedDefault === undefined ? null : `left out, KIE takes ${code(documentedDefault)}`,
    aliases.length === 0 ? null : `also called ${codes(aliases)}`,
    nameSpellings(parameter),
    nameSuggestions(parameter),
  ]
  return remarks.filter((remark) => remark !== null).join('; ')
}

function nameFiles(parameter: Parameter): string | null {
  if (parameter.type !== 'url' && parameter.type !== 'url_array') return null
  const { mimeTypes, maxFileMB } = parameter
  const kinds = mimeTypes?.map((type) => type.replace(/^.*\//, '')).join(', ')
  const size = maxFileMB === undefined ? undefined : `up to ${maxFileMB} MB`
  return [kinds, size].filter((part) => part !== undefined).join(', ') || null
}

function nameSpellings(parameter: Parameter): string | null {
  if (parameter.type !== 'enum' || parameter.valueAliases === undefined) return null
  const pairs = Object.entries(parameter.valueAliases).map(
    ([spelling, value]) => `${code(spelling)} for ${code(value)}`,
  )
  return `also understood: ${pairs.join(', ')}`
}

function nameSuggestions(parameter: Parameter): string | null {
  if (parameter.type !== 'string' || parameter.knownValues === undefined) return null
  const known = parameter.knownValues
  const more = known.length > MOST_SUGGESTIONS ? ` and ${known.length - MOST_SUGGESTIONS} more` : ''
  return `for example ${codes(known.slice(0, MOST_SUGGESTIONS))}${more}`
}
