import { expect, test } from '@jest/globals'
import { type Condition, holds, tellCondition } from './conditions.ts'
import { ENGLISH } from './words/english.ts'

test.each<[Condition, Record<string, unknown>, boolean]>([
  [{}, {}, true],
  [{ size: 'high' }, { size: 'high' }, true],
  [{ size: 'high' }, { size: 'standard' }, false],
  [{ size: 'high' }, {}, false],
  [{ sound: false }, { sound: false }, true],
  [{ sound: false }, {}, false],
  [{ duration: 5 }, { duration: '5' }, false],
  [{ size: 'high', n_frames: '10' }, { size: 'high', n_frames: '10' }, true],
  [{ size: 'high', n_frames: '10' }, { size: 'high', n_frames: '15' }, false],
  [{ size: { in: ['1K', '2K'] } }, { size: '2K' }, true],
  [{ size: { in: ['1K', '2K'] } }, { size: '4K' }, false],
  [{ size: { not: '4K' } }, { size: '2K' }, true],
  [{ size: { not: '4K' } }, {}, true],
  [{ size: { not: '4K' } }, { size: '4K' }, false],
  [{ video: { present: true } }, { video: 'x' }, true],
  [{ any: [{ size: '1K' }, { size: '2K', video: { present: true } }] }, { size: '1K' }, true],
  [{ any: [{ size: '1K' }, { size: '2K', video: { present: true } }] }, { size: '2K' }, false],
  [{ any: [{ size: '1K' }], sound: true }, { size: '1K' }, false],
  [{ video: { present: true } }, {}, false],
  [{ video: { present: false } }, {}, true],
  [{ video: { present: false } }, { video: 'x' }, false],
])('%j over %j: %s', (condition, input, outcome) => {
  expect(holds(condition, { given: input, values: input })).toBe(outcome)
})

test('sees a default as a value and not as given', () => {
  const facts = { given: {}, values: { duration: 5 } }
  expect(holds({ duration: 5 }, facts)).toBe(true)
  expect(holds({ duration: { present: true } }, facts)).toBe(false)
})

test.each<[Condition, string]>([
  [{ size: 'high' }, 'size is "high"'],
  [{ sound: true, size: { not: '4K' } }, 'sound is true and size is not "4K"'],
  [{ size: { in: ['1K', '2K', '4K'] } }, 'size is "1K", "2K" or "4K"'],
  [{ video: { present: true }, image: { present: false } }, 'video is given and image is not given'],
  [{ any: [{ video: { present: true } }, { size: '1K' }] }, 'video is given or size is "1K"'],
])('%j reads: %s', (condition, words) => {
  expect(tellCondition(condition, ENGLISH)).toBe(words)
})
