import { labelsOf } from './labels/label-of.ts'
import type { Parameter } from './model-file.ts'
import type { FieldQuestion, Question, QuestionLimits } from './results.ts'
import type { Value } from './values/value.ts'
import type { Words } from './words/words.ts'

const LIMITS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'min', 'max', 'step'] as const

/** What to ask a person, in order. What is deprecated is still taken, and not asked for. */
export function questionsOn(
  params: readonly Parameter[],
  compiled: Value | undefined,
  words: Words,
): Question[] {
  return asked(params).map((parameter) => {
    const value = compiled?.fields?.get(parameter.name)
    const ofItem =
      parameter.type === 'array' && parameter.items.type === 'object'
        ? asked(parameter.items.params).map((one) =>
            questionOn(one, value?.item?.fields?.get(one.name), words),
          )
        : null
    return { ...questionOn(parameter, value, words), fields: ofItem }
  })
}

function asked<P extends Parameter>(params: readonly P[]): P[] {
  return params.filter((parameter) => parameter.deprecated !== true)
}

function questionOn(parameter: Parameter, value: Value | undefined, words: Words): FieldQuestion {
  return {
    parameter: parameter.name,
    labels: labelsOf(parameter.name),
    type: parameter.type,
    required: parameter.required && parameter.default === undefined,
    expected: value?.expected(words) ?? '',
    default: parameter.default ?? null,
    values: parameter.type === 'enum' ? parameter.values : null,
    suggestions: parameter.type === 'string' ? (parameter.knownValues ?? null) : null,
    limits: limitsOf(parameter),
    aliases: parameter.aliases,
    file:
      parameter.type === 'url' || parameter.type === 'url_array'
        ? { mimeTypes: parameter.mimeTypes ?? null, maxMB: parameter.maxFileMB ?? null }
        : null,
    notes: parameter.notes ?? null,
  }
}

function limitsOf(parameter: Parameter): QuestionLimits | null {
  const given = parameter as Partial<Record<(typeof LIMITS)[number], number>>
  const limits = LIMITS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]))
  return limits.length === 0 ? null : Object.fromEntries(limits)
}
