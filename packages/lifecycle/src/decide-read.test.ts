import { describe, expect, test } from '@jest/globals'
import { decideRead, holdAfterRead, type WatchedJob } from './decide-read.ts'
import type { ReadOutcome } from './outcomes.ts'
import { PLAIN_PACE } from './schedule/read-pace.ts'
import { shapeOf } from './schedule/run-shape.ts'
import { REAL_TIMING } from './timing.ts'

const NOW = 1_000_000_000
const minutes = (n: number) => n * 60_000
const words = { code: '500', message: 'internal error' }

const running = (overrides: Partial<WatchedJob> = {}): WatchedJob => ({
  state: 'running',
  submittedAt: NOW - 60_000,
  limitAt: NOW + 540_000,
  retriesLeft: 0,
  creditReturns: 0,
  resultlessReads: 0,
  pace: PLAIN_PACE,
  ...overrides,
})
const pastLimit = running({ submittedAt: NOW - 600_000, limitAt: NOW })
const late = (sinceLimitMs: number) =>
  running({ state: 'late', submittedAt: NOW - sinceLimitMs - 600_000, limitAt: NOW - sinceLimitMs })

const decide = (job: WatchedJob, outcome: ReadOutcome) => decideRead(job, outcome, NOW, REAL_TIMING, 0.5)
const failed = (
  failure: Extract<ReadOutcome, { class: 'failed' }>['failure'],
  credits: number | null,
): ReadOutcome => ({
  class: 'failed',
  failure,
  words,
  creditsConsumed: credits,
})

const NO_VERDICT: ReadOutcome[] = [
  { class: 'pending' },
  { class: 'unreadable', words },
  { class: 'rateLimited', words, retryAfterMs: null },
  { class: 'unauthorized', words },
  { class: 'noCredits', words },
  { class: 'maintenance', words },
]

describe('after a read of a model whose runs are known', () => {
  const shape = shapeOf(null, { min: 300, max: 400, median: 350 })
  const known = running({ pace: { ...PLAIN_PACE, shape, callbackHealth: 1 } })
  const gapAfter = (outcome: ReadOutcome) => {
    const decision = decide(known, outcome)
    return decision.event === null ? decision.readAt - NOW : null
  }

  test('a task that goes on is left alone until its end is near', () => {
    expect(gapAfter({ class: 'pending' })).toBeGreaterThan(60_000)
  })

  test.each<ReadOutcome>([
    { class: 'unreadable', words },
    { class: 'taskUnknown', words },
    { class: 'resultless', creditsConsumed: null },
  ])('$class says nothing of that, and is asked again soon', (outcome) => {
    expect(gapAfter(outcome)).toBeLessThan(10_000)
  })
})

describe('after a read', () => {
  test('a result ends the job with its charge', () => {
    expect(
      decide(running(), { class: 'succeeded', result: { urls: ['https://a/b'] }, creditsConsumed: 8 }),
    ).toEqual({
      event: 'succeeded',
      result: { urls: ['https://a/b'] },
      creditsConsumed: 8,
    })
  })

  test.each(NO_VERDICT)('$class is never a verdict: it is read again before the limit', (outcome) => {
    const decision = decide(running(), outcome)
    expect(decision.event).toBeNull()
    if (decision.event === null) expect(decision.readAt).toBeGreaterThan(NOW)
  })

  test.each([
    ['unauthorized', 'auth'],
    ['noCredits', 'credits'],
    ['maintenance', 'maintenance'],
    ['rateLimited', 'reads'],
  ] as const)('%s closes the gate %s', (readClass, gate) => {
    const outcome: ReadOutcome =
      readClass === 'rateLimited'
        ? { class: readClass, words, retryAfterMs: null }
        : { class: readClass, words }
    expect(holdAfterRead(outcome, REAL_TIMING)).toMatchObject({ gate, cause: 'internal error' })
  })

  test('what KIE says of the task itself closes no gate', () => {
    expect(holdAfterRead({ class: 'pending' }, REAL_TIMING)).toBeNull()
    expect(holdAfterRead(failed('noCredits', 0), REAL_TIMING)).toBeNull()
  })

  test.each([
    ['no', 0],
    ['yes', 8],
    ['unknown', null],
  ] as const)('a failure says whether it cost money: %s', (charged, credits) => {
    expect(decide(running(), failed('generationFailed', credits))).toMatchObject({
      event: 'failed',
      failure: { class: 'generationFailed', charged, message: 'internal error' },
    })
  })

  test("spends the job's own retries on a failure, never on a refused prompt", () => {
    expect(decide(running({ retriesLeft: 1 }), failed('upstreamError', 0)).event).toBe('retried')
    expect(decide(running({ retriesLeft: 1 }), failed('contentRefused', 0)).event).toBe('failed')
    expect(decide(running({ retriesLeft: 0 }), failed('upstreamError', 0)).event).toBe('failed')
  })

  test('returns a job behind the credits gate when the empty balance cost nothing, three times at most', () => {
    for (const creditReturns of [0, 1, 2]) {
      const decision = decide(running({ creditReturns }), failed('noCredits', 0))
      expect(decision).toMatchObject({ event: 'retried', gate: { gate: 'credits' } })
    }
    expect(decide(running({ creditReturns: 3 }), failed('noCredits', 0)).event).toBe('failed')
    expect(decide(running(), failed('noCredits', null)).event).toBe('failed')
    expect(decide(running(), failed('noCredits', 5)).event).toBe('failed')
  })

  test('gives a new task 90 seconds to become known, then parks it', () => {
    const unknown: ReadOutcome = { class: 'taskUnknown', words }
    expect(decide(running({ submittedAt: NOW - 89_999 }), unknown).event).toBeNull()
    expect(decide(running({ submittedAt: NOW - 90_000 }), unknown).event).toBe('vanished')
  })

  test('parks a success without a result at the third read that shows none', () => {
    const resultless: ReadOutcome = { class: 'resultless', creditsConsumed: 8 }
    expect(decide(running({ resultlessReads: 0 }), resultless)).toMatchObject({
      event: null,
      resultless: true,
    })
    expect(decide(running({ resultlessReads: 1 }), resultless)).toMatchObject({
      event: null,
      resultless: true,
    })
    expect(decide(running({ resultlessReads: 2 }), resultless)).toEqual({
      event: 'resultless',
      creditsConsumed: 8,
    })
  })
})

describe('past the limit', () => {
  test('a read without a verdict makes the job late, and the next read comes a quarter of an hour after the limit', () => {
    expect(decide(pastLimit, { class: 'pending' })).toEqual({
      event: 'limitPassed',
      readAt: NOW + 15 * 60_000,
    })
    expect(decide(pastLimit, { class: 'unreadable', words }).event).toBe('limitPassed')
  })

  test('a job whose reads are refused is late too, and its last look is repeated until KIE answers', () => {
    const refused: ReadOutcome = { class: 'unauthorized', words }
    expect(decide(pastLimit, refused)).toEqual({
      event: 'limitPassed',
      readAt: NOW + REAL_TIMING.gateProbeMs,
    })
    const lastLook = decide(late(minutes(1440)), refused)
    expect(lastLook).toEqual({ event: null, readAt: NOW + REAL_TIMING.gateProbeMs, resultless: false })
  })

  test('a verdict found by the last read counts', () => {
    expect(decide(pastLimit, failed('generationFailed', 0)).event).toBe('failed')
  })

  test('a late job is read at 15, 30 and 60 minutes, then hourly to a day, then parked', () => {
    const steps: [since: number, next: number][] = [
      [minutes(15), minutes(30)],
      [minutes(30), minutes(60)],
      [minutes(60), minutes(120)],
      [minutes(600), minutes(660)],
      [minutes(1380), minutes(1440)],
    ]
    for (const [since, next] of steps) {
      const decision = decide(late(since), { class: 'pending' })
      expect(decision).toMatchObject({ event: null, readAt: NOW - since + next })
    }
    expect(decide(late(minutes(1440)), { class: 'pending' })).toEqual({ event: 'watchEnded' })
  })

  test('a late job that failed is never sent again, whatever retries it has', () => {
    const job = { ...late(60_000), retriesLeft: 5 }
    expect(decide(job, failed('upstreamError', 0)).event).toBe('failed')
    expect(decide(job, failed('noCredits', 0)).event).toBe('failed')
  })
})
