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
    causes: {
      pausedBy: [['123']],
      rolledBack: [[12]],
      notOfKie: [['123']],
      sickModel: [[9, 10, '123']],
      notKie: [['502']],
      notReadable: [['502']],
    },
    windowFull: [[20]],
  },
  budget: { priceUnknown: [[10]], atMost: [[10]], overBudget: [[12.5, 10]] },
  acts: {
    last: {
      requeue: [['ops1', '12:34']],
      adopt: [['ops1', '12:34']],
      resume: [['ops1', '12:34']],
      bind: [['ops1', '12:34']],
      writeOff: [['ops1', '12:34']],
      cancel: [['ops1', '12:34']],
    },
    otherAttempt: [[2, 1]],
    costs: [['8-12']],
    notAsked: { held: [['123']], unclear: [['500', '123']] },
  },
  batchBudget: { priceUnknown: [[10]], atMost: [[10]], overBudget: [[12.5, 10]] },
  batch: { quoteTooLong: [[10_000]], allBad: [[3]], rejected: [[1, 3]], beyondQueue: [[5]] },
  jobIs: [['parked', '123']],
}

/** The same in every language. */
const NAMES = /`[^`]*`|\bJSON\b|\bHTTP\b|\bRedis\b|`|\bKIE\b|\bURL\b|\bAPI\b|\b(?:KILN|KIE)_[A-Z_]+/g

test.each(LANGUAGES)('all that is said in %s is whole, and in no other language', (language) => {
  expect(faultsIn(tellAll<Words>(WORDS[language], SAMPLES), language, NAMES)).toEqual([])
})
