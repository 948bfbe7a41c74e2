import { expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { WORDS, type Words } from './words.ts'

const CODE_WORDS = /`errors`|\b(?:customId|defaults|JSON|UTF-8|URL|MB)\b/g

const SAMPLES: SamplesOf<Words> = {
  tooDeep: { message: [[1], [20]], expected: [[1], [20]] },
  duplicate: { message: [[3]] },
  longDefaults: { message: [[100_000, 20]], expected: [[1], [100_000]] },
  crowdedDefaults: { message: [[1_000]], expected: [[1], [1_000]] },
  manyKeys: { message: [['a1', 200, 201]], expected: [[1], [200]] },
  andMore: [['123.', 2]],
}

test.each(LANGUAGES)('all that is said in %s is whole, and in no other language', (language) => {
  const told = tellAll<Words>(WORDS[language], SAMPLES)
  expect(told.length).toBeGreaterThan(10)
  expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
})
