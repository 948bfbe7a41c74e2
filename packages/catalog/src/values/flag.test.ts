import { expect, test } from '@jest/globals'
import { outcomeOf } from '../sample-model.test.kit.ts'

const flag = { type: 'boolean' as const }

test.each([true, 'true', 'TRUE', ' yes ', 'y', 'on', '1', 1])('%j means yes', (given) => {
  expect(outcomeOf(flag, given)).toEqual({ sent: true })
})

test.each([false, 'false', 'No', 'n', 'off', '0', 0])('%j means no', (given) => {
  expect(outcomeOf(flag, given)).toEqual({ sent: false })
})

test.each(['maybe', 2, -1, [true], {}, 'falsehood'])('%j is no flag', (given) => {
  expect(outcomeOf(flag, given)).toEqual({ refused: ['wrongType'] })
})

test.each(['true', 1, 0, 'no'])('%j is no flag under strict', (given) => {
  expect(outcomeOf(flag, given, { strict: true })).toEqual({ refused: ['wrongType'] })
})
