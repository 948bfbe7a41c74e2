import { expect, test } from '@jest/globals'
import { type Condition, holds } from './conditions.ts'

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
  [{ video: { present: true } }, {}, false],
  [{ video: { present: false } }, {}, true],
  [{ video: { present: false } }, { video: 'x' }, false],
])('%j over %j: %s', (condition, input, outcome) => {
  expect(holds(condition, input)).toBe(outcome)
})
