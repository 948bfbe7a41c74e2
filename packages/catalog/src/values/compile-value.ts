import type { Shape } from '../model-file.ts'
import { compileChoice } from './choice.ts'
import { compileFlag } from './flag.ts'
import { compileList } from './list.ts'
import { compileMediaUrl } from './media-url.ts'
import { compileNumber } from './number.ts'
import { compileRecord } from './record.ts'
import { compileText, trim } from './text.ts'
import type { Value } from './value.ts'

/** The interpreter of a model's data: every kind of value that a parameter or an item can be. */
export function compileValue(shape: Shape): Value {
  switch (shape.type) {
    case 'string':
      return compileText(shape)
    case 'number':
    case 'integer':
      return compileNumber(shape)
    case 'boolean':
      return compileFlag()
    case 'enum':
      return compileChoice(shape)
    case 'url':
      return compileMediaUrl(shape)
    case 'url_array':
      return compileList(shape, { ...compileMediaUrl(shape), convert: trim }, { single: 'wrapped' })
    case 'array':
      return compileList(shape, compileValue(shape.items), { single: 'refused' })
    case 'object':
      return compileRecord(shape.params, compileValue)
  }
}
