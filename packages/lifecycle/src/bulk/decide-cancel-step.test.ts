import { expect, test } from '@jest/globals'
import { decideCancelStep } from './decide-cancel-step.ts'

const done = { kind: 'end', status: 'done', why: null }

test.each([
  ['takes all that is left', { limit: null, left: 7, canceled: 3 }, { kind: 'take', max: 7 }],
  ['takes no more than its limit leaves', { limit: 5, left: 7, canceled: 3 }, { kind: 'take', max: 2 }],
  ['is done at its limit', { limit: 3, left: 7, canceled: 3 }, done],
  ['is done when nothing is left', { limit: 5, left: 0, canceled: 3 }, done],
])('a bulk cancel %s', (_what, progress, step) => {
  expect(decideCancelStep(progress)).toMatchObject(step)
})
