import { expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { TIMELINE_WORDS, type Words } from './words.ts'

/** What is written alike in every language. */
const CODE_WORDS = /\b(?:KIE|kiln|HTTP|createTask|recordInfo)\b/g

const SAMPLES: SamplesOf<Words> = { attempt: [[2]], duration: [['3.4']] }

test.each(LANGUAGES)(
  'a timeline in %s holds everything that it is about, and no word of another language',
  (language) => {
    const told = tellAll<Words>(TIMELINE_WORDS[language], SAMPLES)
    expect(told.length).toBeGreaterThan(60)
    expect(faultsIn(told, language, CODE_WORDS)).toEqual([])
  },
)
