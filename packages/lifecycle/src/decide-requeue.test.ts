import { describe, expect, test } from '@jest/globals'
import {
  asksKieFirst,
  decideRequeue,
  mayRequeue,
  type ChargeRisk,
  type RequeuedJob,
} from './decide-requeue.ts'
import type { Failure } from './failure.ts'
import type { ReadClass, ReadOutcome } from './outcomes.ts'
import { STATE_NAMES } from './states.ts'
import { nextState } from './transitions.ts'

const words = { code: '500', message: 'x' }
const result = { urls: ['https://a/b.png'] }
const failure = (charged: Failure['charged']): Failure => ({ class: 'upstreamError', ...words, charged })
const read: Record<ReadClass, ReadOutcome> = {
  succeeded: { class: 'succeeded', result, creditsConsumed: 8 },
  failed: { class: 'failed', failure: 'upstreamError', words, creditsConsumed: 0 },
  resultless: { class: 'resultless', creditsConsumed: 8 },
  pending: { class: 'pending' },
  unauthorized: { class: 'unauthorized', words },
  noCredits: { class: 'noCredits', words },
  rateLimited: { class: 'rateLimited', words, retryAfterMs: null },
  maintenance: { class: 'maintenance', words },
  taskUnknown: { class: 'taskUnknown', words },
  unreadable: { class: 'unreadable', words },
}
const job = (changes: Partial<RequeuedJob>): RequeuedJob => ({
  state: 'failed',
  attempt: 1,
  taskId: 'task-1',
  result: null,
  failure: failure('no'),
  ...changes,
})
const again = (risk: ChargeRisk | null) => ({ kind: 'newAttempt', risk })

describe('a requeue of a job with a task', () => {
  test.each<[ReadClass, object]>([
    ['succeeded', { kind: 'adopt' }],
    ['pending', { kind: 'resume' }],
    ['failed', again(null)],
    ['resultless', again('paidWithoutResult')],
    ['taskUnknown', again('taskVanished')],
    ['unauthorized', again('kieSilent')],
    ['noCredits', again('kieSilent')],
    ['rateLimited', again('kieSilent')],
    ['maintenance', again('kieSilent')],
    ['unreadable', again('kieSilent')],
  ])('of which KIE says %s', (said, expected) => {
    for (const state of ['failed', 'canceled'] as const) {
      expect(decideRequeue(job({ state }), read[said])).toEqual(expected)
    }
  })

  test('that is parked wants a confirmation even where the task failed', () => {
    const parked = job({ state: 'parked', failure: null })
    expect(decideRequeue(parked, read.failed)).toEqual(again('parked'))
    expect(decideRequeue(parked, read.succeeded)).toEqual({ kind: 'adopt' })
    expect(decideRequeue(parked, read.pending)).toEqual({ kind: 'resume' })
  })

  test('of which KIE could not be asked wants a confirmation', () => {
    expect(decideRequeue(job({}), null)).toEqual(again('kieSilent'))
  })
})

describe('a requeue that needs no read', () => {
  test.each<[string, Partial<RequeuedJob>, ChargeRisk | null]>([
    ['of a success', { state: 'succeeded', result, failure: null }, 'paid'],
    ['of a canceled job with its result', { state: 'canceled', result, failure: null }, 'paid'],
    ['of a parked one without a task', { state: 'parked', taskId: null, failure: null }, 'parked'],
    ['of a refusal that cost nothing', { taskId: null }, null],
    ['of a refusal that may have cost', { taskId: null, failure: failure('unknown') }, 'chargeUnknown'],
    [
      'of one canceled before it was sent',
      { state: 'canceled', attempt: 0, taskId: null, failure: null },
      null,
    ],
    ['of one written off', { state: 'canceled', taskId: null, failure: null }, 'noTask'],
  ])('%s', (_name, changes, risk) => {
    expect(asksKieFirst(job(changes))).toBe(false)
    // What nobody asked for changes nothing.
    expect(decideRequeue(job(changes), read.failed)).toEqual(again(risk))
  })
})

test('a requeue is possible where the table has an event for it, and nowhere else', () => {
  for (const state of STATE_NAMES) {
    const events = ['requeued', 'resubmitted'] as const
    expect(mayRequeue(state)).toBe(events.some((event) => nextState(state, event, false) === 'queued'))
  }
})
