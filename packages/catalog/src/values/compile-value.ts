import { z } from 'zod'
import type { Parameter, Shape } from '../model-file.ts'
import { compileChoice } from './choice.ts'
import { compileFlag } from './flag.ts'
import { compileList } from './list.ts'
import { compileMediaUrl } from './media-url.ts'
import { compileNumber } from './number.ts'
import { compileRecord } from './record.ts'
import { compileText, trim } from './text.ts'
import type { UnknownParameters, Value } from './value.ts'

/** The interpreter of a model's data: every kind of value that a parameter or an item can be. */
function compileValue(shape: Shape, unknown: UnknownParameters): Value {
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
      return 'items' in shape
        ? compileList(shape, compileValue(shape.items, unknown), { single: 'refused' })
        : OPEN_LIST
    case 'object': {
      const compile = (parameter: Parameter) => compileParameter(parameter, unknown)
      return compileRecord(shape.params, compile, { unknown, fills: true })
    }
  }
}

const ANYTHING: Value = {
  schema: () => z.unknown(),
  takes: () => true,
  convert: (given) => given,
  expected: ({ expected }) => expected.value,
}
const OPEN_LIST: Value = {
  ...compileList({}, ANYTHING, { single: 'refused' }),
  expected: ({ expected }) => expected.list,
}

/** KIE answers an empty required list as it answers a missing one. */
export function compileParameter(parameter: Parameter, unknown: UnknownParameters): Value {
  if (parameter.type !== 'array' && parameter.type !== 'url_array') return compileValue(parameter, unknown)
  const minItems = Math.max(parameter.minItems ?? 0, parameter.required ? 1 : 0)
  return compileValue({ ...parameter, minItems }, unknown)
}
