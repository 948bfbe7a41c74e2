import { describe, expect, test } from '@jest/globals'
import type { WrittenModel } from './model-file.ts'
import { planQuote } from './quote.ts'
import { sampleModel } from './sample-model.test.kit.ts'

type WrittenPrice = NonNullable<WrittenModel['pricing']>[number]

function quote(prices: WrittenPrice[], input: Record<string, unknown> = {}) {
  return planQuote(sampleModel({ pricing: prices }))(input)
}

describe('a quote', () => {
  const image = { unit: 'image', credits: 8, asOf: '2026-08' } as const
  const second = { unit: 'second', credits: 3.5, quantity: 'duration', asOf: '2026-08' } as const

  test('is unknown without a price', () => {
    expect(quote([])).toBe('unknown')
  })

  test('takes the price whose condition the input meets', () => {
    const prices = [
      { ...image, when: { resolution: '1K' } },
      { ...image, credits: 12, when: { resolution: '2K' } },
    ]
    expect(quote(prices, { resolution: '2K' })).toEqual({ min: 12, max: 12 })
    expect(quote(prices, { resolution: '4K' })).toBe('unknown')
  })

  test('spans the prices that the data cannot tell apart', () => {
    expect(quote([image, { ...image, credits: 20 }, { ...image, credits: 10 }])).toEqual({ min: 8, max: 20 })
  })

  test('counts only the newest of the prices that fit', () => {
    expect(quote([image, { ...image, credits: 5, asOf: '2025-12' }])).toEqual({ min: 8, max: 8 })
    expect(
      quote([
        { ...image, asOf: '2025' },
        { ...image, credits: 5, asOf: '2025-12' },
      ]),
    ).toEqual({ min: 5, max: 5 })
    const newerForOthers = { ...image, credits: 5, asOf: '2026-10', when: { resolution: '4K' } }
    expect(quote([image, newerForOthers], { resolution: '1K' })).toEqual({ min: 8, max: 8 })
  })

  test('prefers the price of a whole output to one by the second', () => {
    const prices = [second, { ...image, unit: 'video' as const }]
    expect(quote(prices, { duration: '10' })).toEqual({ min: 8, max: 8 })
  })

  test.each([
    ['5', 17.5],
    [10, 35],
  ])('multiplies a price by the second with the duration %j', (duration, credits) => {
    expect(quote([second], { duration })).toEqual({ min: credits, max: credits })
  })

  test.each([{ duration: -1 }, { duration: 'auto' }, {}])('is unknown when the duration is: %j', (input) => {
    expect(quote([second], input)).toBe('unknown')
  })

  test('is unknown when a second is priced and no parameter counts them', () => {
    expect(quote([{ unit: 'second', credits: 0.2, asOf: '2026-08' }])).toBe('unknown')
  })

  test('multiplies outputs with the parameter that counts them', () => {
    expect(quote([{ ...image, quantity: 'num_images' }], { num_images: '4' })).toEqual({ min: 32, max: 32 })
  })

  test('spans from one output to the most that may be made', () => {
    const prices = [{ ...image, quantity: 'max_images', quantityIsMost: true } as const]
    expect(quote(prices, { max_images: 6 })).toEqual({ min: 8, max: 48 })
    expect(quote(prices, { max_images: 1 })).toEqual({ min: 8, max: 8 })
    expect(quote(prices, {})).toBe('unknown')
  })

  test('is unknown as soon as one of the prices that fit cannot be measured', () => {
    const minute = { unit: 'minute', credits: 1, asOf: '2026-08' } as const
    expect(quote([second, minute], { duration: 10 })).toBe('unknown')
    expect(quote([minute, second], { duration: 10 })).toBe('unknown')
  })

  test('counts only the newest of the surcharges that fit', () => {
    const surcharge = { unit: 'input_image', credits: 2, quantity: 'urls', asOf: '2026-08' } as const
    const prices = [image, { ...surcharge, credits: 50, asOf: '2025-12' }, surcharge]
    expect(quote(prices, { urls: ['a', 'b', 'c'] })).toEqual({ min: 14, max: 14 })
  })

  test('spans what started thousands of characters may cost', () => {
    const prices = [{ unit: '1000_characters', credits: 12, quantity: 'text', asOf: '2026-08' } as const]
    expect(quote(prices, { text: 'x'.repeat(1500) })).toEqual({ min: 18, max: 24 })
    expect(quote(prices, { text: 'x'.repeat(2000) })).toEqual({ min: 24, max: 24 })
  })

  test.each([{}, { text: 7 }])('is unknown while there is no text to count: %j', (input) => {
    const prices = [{ unit: '1000_characters', credits: 12, quantity: 'text', asOf: '2026-08' } as const]
    expect(quote(prices, input)).toBe('unknown')
  })

  test('adds up the characters of all items', () => {
    const prices = [
      { unit: '1000_characters', credits: 14, quantity: 'dialogue[].text', asOf: '2026-08' } as const,
    ]
    const dialogue = [{ text: 'x'.repeat(400) }, { text: 'x'.repeat(600) }]
    expect(quote(prices, { dialogue })).toEqual({ min: 14, max: 14 })
  })

  test('carries no noise of binary fractions', () => {
    expect(quote([{ ...second, credits: 0.1 }], { duration: 3 })).toEqual({ min: 0.3, max: 0.3 })
  })
})

describe('a quote of an input that leaves settings to KIE', () => {
  const params: WrittenModel['params'] = [
    { name: 'resolution', type: 'enum', values: ['1K', '2K', '4K'] },
    { name: 'duration', type: 'integer', min: 3, max: 15, sendAs: 'string' },
    { name: 'audio', type: 'boolean' },
    { name: 'ratio', type: 'enum', values: ['1:1', '16:9'] },
    { name: 'video', type: 'url' },
  ]
  const second = { unit: 'second', quantity: 'duration', asOf: '2026-08' } as const
  const pricing: WrittenPrice[] = [
    { ...second, credits: 2, when: { resolution: '1K' } },
    { ...second, credits: 3, when: { resolution: '2K', audio: false } },
    { ...second, credits: 5, when: { resolution: '2K', audio: true } },
    { unit: 'video', credits: 40, asOf: '2026-08', when: { resolution: '4K', video: { present: false } } },
  ]
  const quoteOf = (input: Record<string, unknown>, parts: Partial<WrittenModel> = {}) =>
    planQuote(sampleModel({ params, pricing, ...parts }))(input)

  test.each([
    [{}, { min: 6, max: 75 }],
    [{ duration: '10' }, { min: 20, max: 50 }],
    [{ resolution: '1K' }, { min: 6, max: 30 }],
    [
      { resolution: '2K', duration: '10' },
      { min: 30, max: 50 },
    ],
    [
      { resolution: '2K', audio: true, duration: '10' },
      { min: 50, max: 50 },
    ],
    [{ resolution: '4K' }, { min: 40, max: 40 }],
  ])('%j spans what the others may come to', (input, cost) => {
    expect(quoteOf(input)).toEqual(cost)
  })

  test('is unknown where one of the values has no price, and by what is given alone when that has none', () => {
    expect(quoteOf({ video: 'https://files.example/a' })).toBe('unknown')
    expect(quoteOf({ video: 'https://files.example/a', resolution: '1K' })).toEqual({ min: 6, max: 30 })
    expect(quoteOf({ resolution: '1K', duration: 'auto' })).toBe('unknown')
  })

  test('is unknown where the range has no end, or a value that counts nothing', () => {
    for (const rest of [{ min: 3 }, { min: 3, max: 15, extraValues: [-1] }]) {
      const open: WrittenModel['params'] = [{ name: 'duration', type: 'integer', ...rest }]
      expect(quoteOf({}, { params: open, pricing: [{ ...second, credits: 2 }] })).toBe('unknown')
    }
  })

  test('leaves out the values that a rule forbids beside what is given', () => {
    const when = { ratio: '1:1' }
    const crossField: WrittenModel['crossField'] = [
      { kind: 'allowedValuesIf', param: 'resolution', values: ['1K', '4K'], when },
      { kind: 'forbiddenValuesIf', param: 'resolution', values: ['4K'], when },
    ]
    expect(quoteOf({ duration: '10', ratio: '1:1' }, { crossField })).toEqual({ min: 20, max: 20 })
    expect(quoteOf({ duration: '10', ratio: '16:9' }, { crossField })).toEqual({ min: 20, max: 50 })
  })

  test('counts nothing that a rule forbids altogether', () => {
    const crossField: WrittenModel['crossField'] = [
      { kind: 'forbiddenIf', param: 'duration', when: { video: { present: true } } },
    ]
    expect(quoteOf({ resolution: '1K' }, { crossField })).toEqual({ min: 6, max: 30 })
    expect(quoteOf({ resolution: '1K', video: 'https://files.example/a' }, { crossField })).toBe('unknown')
  })
})
