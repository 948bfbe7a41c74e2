import { describe, expect, test } from '@jest/globals'
import { READ_CLASSES, type ReadClass, type ReadOutcome } from '@kiln/lifecycle'
import { confirmationOf } from './confirm-callback.ts'

const words = { code: '500', message: 'x' }
const result = { urls: ['https://a/b'] }

function outcomeOf(readClass: ReadClass): ReadOutcome {
  switch (readClass) {
    case 'succeeded':
      return { class: readClass, result, creditsConsumed: 3 }
    case 'failed':
      return { class: readClass, failure: 'upstreamError', words, creditsConsumed: 0 }
    case 'resultless':
      return { class: readClass, creditsConsumed: 3 }
    case 'pending':
      return { class: readClass }
    case 'rateLimited':
      return { class: readClass, words, retryAfterMs: null }
    case 'unauthorized':
    case 'noCredits':
    case 'maintenance':
    case 'taskUnknown':
    case 'unreadable':
      return { class: readClass, words }
  }
}

/** What each read makes of a callback whose task is ours. */
const EXPECTED: Record<ReadClass, object> = {
  succeeded: { kind: 'ours', verdict: { result, credits: 3 } },
  failed: { kind: 'ours', verdict: 'failed' },
  resultless: { kind: 'ours', verdict: 'pending' },
  pending: { kind: 'ours', verdict: 'pending' },
  taskUnknown: { kind: 'refused' },
  unauthorized: { kind: 'undecided' },
  noCredits: { kind: 'undecided' },
  rateLimited: { kind: 'undecided' },
  maintenance: { kind: 'undecided' },
  unreadable: { kind: 'undecided' },
}

describe('what one read makes of a callback', () => {
  test.each(READ_CLASSES)('%s', (readClass) => {
    expect(confirmationOf(outcomeOf(readClass), true, false)).toEqual(EXPECTED[readClass])
  })

  test.each(['succeeded', 'failed', 'resultless', 'pending'] as const)(
    '%s of a task that is not ours is refused, whatever it shows',
    (readClass) => {
      expect(confirmationOf(outcomeOf(readClass), false, false)).toEqual({ kind: 'refused' })
    },
  )

  test('a task that KIE does not know yet is asked about again while it is new', () => {
    expect(confirmationOf(outcomeOf('taskUnknown'), false, true)).toEqual({ kind: 'undecided' })
  })
})
