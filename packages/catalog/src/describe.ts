import { z } from 'zod'
import { creditsToUsd } from './credits.ts'
import type { ModelFile, PriceRow } from './model-file.ts'
import { warningsAbout } from './model-warnings.ts'
import { questionsOn } from './question.ts'
import { planQuote } from './quote.ts'
import { planDefaults } from './rules/fill-defaults.ts'
import { tellRule } from './rules/tell-rule.ts'
import type { ModelDescription, ModelSummary, Price } from './results.ts'
import type { Value } from './values/value.ts'
import type { Words } from './words/words.ts'

export function summarise(model: ModelFile): ModelSummary {
  const { id, title, vendor, type, alsoTypes, output, status, aliases, requires } = model
  const credits = planQuote(model)(planDefaults(model)({}))
  return { id, title, vendor, type, alsoTypes, output, status, credits, aliases, requires }
}

export function describeModel(model: ModelFile, compiled: Value, words: Words): ModelDescription {
  return {
    ...summarise(model),
    family: model.family,
    resolvesTo: model.resolvesTo,
    warnings: warningsAbout(model, words),
    notes: model.notes ?? null,
    schema: { ...z.toJSONSchema(compiled.schema(), { io: 'input' }) },
    questions: questionsOn(model.params, compiled, words),
    defaults: planDefaults(model)({}) as ModelDescription['defaults'],
    prices: model.pricing.map(priceOf),
    rules: model.crossField.map((rule) => tellRule(rule, words)),
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
