import { describe, expect, test } from '@jest/globals'
import { decideSubmit } from './decide-submit.ts'
import { SUBMIT_CLASSES, type SubmitClass, type SubmitOutcome } from './outcomes.ts'
import { REAL_TIMING } from './timing.ts'

const words = { code: '0', message: 'what KIE said' }

function outcomeOf(submitClass: SubmitClass): SubmitOutcome {
  if (submitClass === 'accepted') return { class: 'accepted', taskId: 'task-1' }
  if (submitClass === 'rateLimited') return { class: 'rateLimited', words, retryAfterMs: null }
  if (submitClass === 'invalidInput') return { class: 'invalidInput', words, field: 'prompt' }
  return { class: submitClass, words }
}

/** class → what happens without retries left, and with one. */
const EXPECTED: Record<SubmitClass, { event: string; gate?: string; withRetry?: string; charged?: string }> =
  {
    accepted: { event: 'bound' },
    rateLimited: { event: 'released', gate: 'rate' },
    noCredits: { event: 'released', gate: 'credits' },
    unauthorized: { event: 'released', gate: 'auth' },
    maintenance: { event: 'released', gate: 'maintenance' },
    edge: { event: 'released', gate: 'edge' },
    notSent: { event: 'released' },
    invalidInput: { event: 'rejected', charged: 'no' },
    notFound: { event: 'rejected', charged: 'no' },
    disabled: { event: 'rejected', gate: 'model', charged: 'no' },
    inputUnreachable: { event: 'rejected', charged: 'no' },
    generationFailed: { event: 'rejected', withRetry: 'retried', charged: 'unknown' },
    upstreamTimeout: { event: 'rejected', withRetry: 'retried', charged: 'unknown' },
    upstreamError: { event: 'rejected', withRetry: 'retried', charged: 'unknown' },
    unknown: { event: 'lost' },
  }

describe('after createTask', () => {
  test.each(SUBMIT_CLASSES)('%s leads where the outcome table says', (submitClass) => {
    const expected = EXPECTED[submitClass]
    const decision = decideSubmit({ retriesLeft: 0 }, outcomeOf(submitClass), REAL_TIMING)
    expect(decision.event).toBe(expected.event)
    expect('gate' in decision ? (decision.gate?.gate ?? null) : null).toBe(expected.gate ?? null)
    if ('failure' in decision) expect(decision.failure.charged).toBe(expected.charged)
  })

  test.each(SUBMIT_CLASSES)(
    '%s uses a retry only where KIE said that the generation failed',
    (submitClass) => {
      const expected = EXPECTED[submitClass]
      const decision = decideSubmit({ retriesLeft: 1 }, outcomeOf(submitClass), REAL_TIMING)
      expect(decision.event).toBe(expected.withRetry ?? expected.event)
    },
  )

  test('waits as long as Retry-After says, and a whole window where it says nothing', () => {
    for (const [retryAfterMs, holdMs] of [
      [null, REAL_TIMING.submitWindowMs],
      [42_000, 42_000],
    ] as const) {
      const outcome: SubmitOutcome = { class: 'rateLimited', words, retryAfterMs }
      expect(decideSubmit({ retriesLeft: 0 }, outcome, REAL_TIMING)).toMatchObject({
        gate: { gate: 'rate', holdMs },
      })
    }
  })

  test('gives back the place of a call that did not reach KIE, and pauses before the next', () => {
    expect(decideSubmit({ retriesLeft: 0 }, { class: 'notSent', words }, REAL_TIMING)).toEqual({
      event: 'released',
      gate: null,
      pauseMs: REAL_TIMING.retryPauseMs,
      wire: 'notSent',
    })
  })

  test('names the field of an invalid input where KIE names it', () => {
    const decision = decideSubmit({ retriesLeft: 0 }, outcomeOf('invalidInput'), REAL_TIMING)
    expect(decision).toMatchObject({ failure: { class: 'invalidInput', field: 'prompt', code: '0' } })
  })

  test.each([
    ['200', true],
    ['502', true],
    ['ECONNRESET', false],
    ['none', false],
  ])('of an unreadable outcome with the code %s says whether somebody else answered', (code, foreign) => {
    const outcome: SubmitOutcome = { class: 'unknown', words: { code, message: 'x' } }
    expect(decideSubmit({ retriesLeft: 0 }, outcome, REAL_TIMING)).toEqual({
      event: 'lost',
      cause: 'x',
      foreign,
    })
  })
})
