import { describe, expect, test } from '@jest/globals'
import { forecastCredits } from './forecast.ts'

const MINUTE = 60_000
const samples = (...credits: number[]) => credits.map((credit, i) => ({ at: i * MINUTE, credits: credit }))

describe('the forecast of the balance', () => {
  test('is what was spent, carried on', () => {
    expect(forecastCredits(samples(100, 90, 80))).toEqual({ perHour: 600, goneAt: 2 * MINUTE + 8 * MINUTE })
  })

  test('takes no notice of a top-up', () => {
    expect(forecastCredits(samples(20, 10, 1_010, 1_000))).toEqual({
      perHour: 400,
      goneAt: 3 * MINUTE + 150 * MINUTE,
    })
  })

  test('has no end while nothing is spent', () => {
    expect(forecastCredits(samples(5, 5, 5))).toEqual({ perHour: 0, goneAt: null })
  })

  test('ends now when the balance is gone, or below nothing', () => {
    expect(forecastCredits(samples(10, -2))).toEqual({ perHour: 720, goneAt: MINUTE })
  })

  test('takes two looks', () => {
    expect(forecastCredits([])).toBeNull()
    expect(forecastCredits(samples(5))).toBeNull()
    expect(
      forecastCredits([
        { at: 0, credits: 5 },
        { at: 10, credits: 4 },
      ]),
    ).toBeNull()
  })
})
