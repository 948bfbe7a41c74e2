import { expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { WORDS, type Words } from './words.ts'

const SAMPLES: SamplesOf<Words> = {
  scopeNeeded: [['submit', ['read', 'operate']]],
  didYouMean: [[['a1', 'b2']]],
  waiting: {
    closed: {
      paused: [['123']],
      auth: [['123']],
      edge: [['123']],
      unreachable: [['123']],
      credits: [['123']],
      maintenance: [['123']],
      model: [['123']],
      rate: [['123']],
    },
    windowFull: [[20]],
  },
  budget: { priceUnknown: [[10]], atMost: [[10]], overBudget: [[12.5, 10]] },
  batchBudget: { priceUnknown: [[10]], atMost: [[10]], overBudget: [[12.5, 10]] },
  batch: { allBad: [[3]], rejected: [[1, 3]] },
  jobIs: [['parked', '123']],
}

/** The same in every language. */
const NAMES = /`[^`]*`|\bJSON\b|`|\bKIE\b|\bKILN_[A-Z_]+/g

test.each(LANGUAGES)('all that is said in %s is whole, and in no other language', (language) => {
  expect(faultsIn(tellAll<Words>(WORDS[language], SAMPLES), language, NAMES)).toEqual([])
})
