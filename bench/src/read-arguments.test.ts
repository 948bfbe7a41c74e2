import { describe, expect, test } from '@jest/globals'
import { readArguments } from './read-arguments.ts'

describe('the arguments', () => {
  test.each([
    [['catalogue'], '; got catalogue.'],
    [['toString'], '; got toString.'],
    [['catalog', '--rounds', '0'], '--rounds must be a whole number from 1 to 1000, got 0.'],
    [['catalog', '--lines', '1e3'], '--lines must be a whole number from 1 to 10000000, got 1e3.'],
    [['catalog', '--speed', '9'], "Unknown option '--speed'"],
    [['catalog', 'load'], "Unexpected argument 'load'"],
  ])('%j are refused', (args, fault) => {
    expect(readArguments(args)).toMatchObject({ ok: false, fault: expect.stringContaining(fault) })
  })

  test('that are left out have the values of the table', () => {
    expect(readArguments(['catalog', '--rounds', '2'])).toMatchObject({
      ok: true,
      plan: { name: 'catalog', numbers: { rounds: 2, lines: 100_000, passes: 3 }, json: false },
    })
  })
})
