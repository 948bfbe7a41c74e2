import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { loadModels } from './compiled-models.ts'
import { wantedOf } from './conditions.ts'
import { loadCatalog } from './catalog.ts'
import type { ModelFile } from './model-file.ts'
import type { Quote } from './results.ts'
import { validInputOf } from './valid-input.test.kit.ts'
import { parameterOf } from './value-path.ts'

const catalog = loadCatalog()

/** What a caller may leave out and KIE then chooses; whether a file is given is never KIE's choice. */
function leftToKie({ params, pricing }: ModelFile): string[] {
  const files = pricing.flatMap(({ when, unit, quantity }) => [
    ...[...wantedOf(when)].flatMap(([name, wanted]) =>
      typeof wanted === 'object' && 'present' in wanted ? [name] : [],
    ),
    ...(unit === 'input_image' && quantity !== undefined ? [parameterOf(quantity)] : []),
  ])
  return params
    .filter((one) => one.default === undefined && !one.required && !files.includes(one.name))
    .map(({ name }) => name)
}

function holdsAll(input: Record<string, unknown>, part: Record<string, unknown>): boolean {
  return Object.entries(part).every(([name, value]) => isDeepStrictEqual(input[name], value))
}

function liesWithin(whole: Quote, span: Quote): boolean {
  if (span === 'unknown' || whole === 'unknown') return span === 'unknown'
  return span.min <= whole.min && whole.max <= span.max
}

const each = loadModels()
  .filter(({ status, pricing }) => status !== 'placeholder' && pricing.length > 0)
  .map((model) => [model.id, model] as const)

const spans = new Set<string>()

test.each(each)('%s costs whole what lies within the quote of a part', (id, model) => {
  const left = fc.subarray(leftToKie(model))
  fc.assert(
    fc.property(validInputOf(model), left, (whole, out) => {
      const part = Object.fromEntries(Object.entries(whole).filter(([name]) => !out.includes(name)))
      const [ofPart, ofWhole] = [catalog.check(id, part), catalog.check(id, whole)]
      // Without what was left out some inputs are not valid any more, and some get another default.
      if (!ofPart.ok || !ofWhole.ok || !holdsAll(ofWhole.input, ofPart.input)) return
      if (ofPart.quote !== 'unknown' && ofPart.quote.min < ofPart.quote.max) spans.add(id)
      if (!liesWithin(ofWhole.quote, ofPart.quote))
        throw new Error(JSON.stringify({ part, span: ofPart.quote, whole, quote: ofWhole.quote }))
    }),
    { numRuns: 30 },
  )
})

test('some of these quotes were spans', () => {
  expect([...spans]).toEqual(
    expect.arrayContaining(['gpt-image-2-text-to-image', 'grok-imagine/text-to-video']),
  )
})
