import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import { faultsIn, type SamplesOf, tellAll } from '@kiln/languages/testing'
import { FAILURE_CLASSES } from '../outcomes.ts'
import { STATE_NAMES } from '../states.ts'
import { LIFECYCLE_WORDS, type Words } from './words.ts'

const CODE_WORDS = /\b(?:GET \/v1\/models|KIE|kiln|URL|ID|createTask|input)\b/g
const SAMPLES: SamplesOf<Words> = { atField: [['image_urls', '123.']] }

describe.each(LANGUAGES)('in %s', (language) => {
  const words = LIFECYCLE_WORDS[language]

  test('all that is said is whole, and in no other language', () => {
    expect(faultsIn(tellAll<Words>(words, SAMPLES), language, CODE_WORDS)).toEqual([])
  })

  test('every failure has its advice, and every state its meaning', () => {
    expect(Object.keys(words.advice).toSorted()).toEqual(FAILURE_CLASSES.toSorted())
    expect(Object.keys(words.states).toSorted()).toEqual(STATE_NAMES.toSorted())
  })
})
