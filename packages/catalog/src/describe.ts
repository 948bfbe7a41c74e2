import { z } from 'zod'
import { creditsToUsd } from './credits.ts'
import type { ModelFile, PriceRow } from './model-file.ts'
import { warningsAbout } from './model-warnings.ts'
import { questionsOn } from './question.ts'
import { quoteInput } from './quote.ts'
import { planDefaults } from './rules/fill-defaults.ts'
import { tellRule } from './rules/tell-rule.ts'
import type { ModelDescription, ModelSummary, Price } from './results.ts'
import type { Value } from './values/value.ts'

export function summarise(model: ModelFile): ModelSummary {
  const { id, title, vendor, type, alsoTypes, output, status, aliases, requires } = model
  const credits = quoteInput(model.pricing, planDefaults(model)({}))
  return { id, title, vendor, type, alsoTypes, output, status, credits, aliases, requires }
}

export function describeModel(model: ModelFile, compiled: Value): ModelDescription {
  return {
    ...summarise(model),
    family: model.family,
    resolvesTo: model.resolvesTo,
    warnings: warningsAbout(model),
    notes: model.notes ?? null,
    schema: { ...z.toJSONSchema(compiled.schema, { io: 'input' }) },
    questions: questionsOn(model.params, compiled, 'en'),
    defaults: planDefaults(model)({}) as ModelDescription['defaults'],
    prices: model.pricing.map(priceOf),
    rules: model.crossField.map(tellRule),
    typicalSeconds: model.typicalSeconds ?? null,
  }
}

function priceOf({ unit, credits, when, quantity, quantityIsMost, beyond, note, asOf }: PriceRow): Price {
  const usd = creditsToUsd(credits)
  return {
    unit,
    credits,
    usd,
    when,
    quantity: quantity ?? null,
    quantityIsMost: quantityIsMost === true,
    beyond: beyond ?? null,
    note: note ?? null,
    asOf,
  }
}
