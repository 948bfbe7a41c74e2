import { z } from 'zod'
import { plainDefaults } from './rules/fill-defaults.ts'
import { tellRule } from './rules/tell-rule.ts'
import type { ModelFile, Parameter, PriceRow } from './model-file.ts'
import type { ModelDescription, ModelSummary, Price, Question } from './results.ts'
import type { Value } from './values/value.ts'

export const CREDIT_USD = 0.005

export function summarise({ id, title, type, output, status, aliases }: ModelFile): ModelSummary {
  return { id, title, type, output, status, aliases }
}

export function describeModel(model: ModelFile, compiled: Value): ModelDescription {
  return {
    ...summarise(model),
    vendor: model.vendor,
    family: model.family,
    alsoTypes: model.alsoTypes,
    notes: model.notes ?? null,
    schema: { ...z.toJSONSchema(compiled.schema, { io: 'input' }) },
    questions: model.params.filter((parameter) => parameter.deprecated !== true).map(questionOn(compiled)),
    defaults: plainDefaults(model),
    prices: model.pricing.map(priceOf),
    rules: model.crossField.map(tellRule),
    typicalSeconds: model.typicalSeconds ?? null,
  }
}

function questionOn(compiled: Value) {
  return (parameter: Parameter): Question => ({
    parameter: parameter.name,
    type: parameter.type,
    required: parameter.required && parameter.default === undefined,
    expected: compiled.fields?.get(parameter.name)?.expected ?? '',
    default: parameter.default ?? null,
    values: parameter.type === 'enum' ? parameter.values : null,
    suggestions: parameter.type === 'string' ? (parameter.knownValues ?? null) : null,
    aliases: parameter.aliases,
    file:
      parameter.type === 'url' || parameter.type === 'url_array'
        ? { mimeTypes: parameter.mimeTypes ?? null, maxMB: parameter.maxFileMB ?? null }
        : null,
    notes: parameter.notes ?? null,
  })
}

function priceOf({ unit, credits, when, quantity, beyond, note, asOf }: PriceRow): Price {
  // Cut to a hundredth of a cent: the product carries the noise of binary fractions.
  const usd = Math.round(credits * CREDIT_USD * 1e6) / 1e6
  return {
    unit,
    credits,
    usd,
    when,
    quantity: quantity ?? null,
    beyond: beyond ?? null,
    note: note ?? null,
    asOf,
  }
}
