import { expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { WORDS, type Words } from './words.ts'

const SAMPLES: SamplesOf<Words> = {
  scopeNeeded: [['submit', ['read', 'operate']]],
  didYouMean: [[['a1', 'b2']]],
  jobIs: [['parked', '123']],
}

test.each(LANGUAGES)('all that is said in %s is whole, and in no other language', (language) => {
  expect(faultsIn(tellAll<Words>(WORDS[language], SAMPLES), language, /`/g)).toEqual([])
})
