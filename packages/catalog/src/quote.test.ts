import { describe, expect, test } from '@jest/globals'
import type { WrittenModel } from './model-file.ts'
import { quoteInput } from './quote.ts'
import { sampleModel } from './sample-model.test.kit.ts'

type WrittenPrice = NonNullable<WrittenModel['pricing']>[number]

function quote(prices: WrittenPrice[], input: Record<string, unknown> = {}) {
  return quoteInput(sampleModel({ pricing: prices }).pricing, input)
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
