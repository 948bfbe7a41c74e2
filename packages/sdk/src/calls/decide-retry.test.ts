import { describe, expect, test } from '@jest/globals'
import { decideRetry, retryAfterMsOf, type FailedTry, type Standing } from './decide-retry.ts'

const standing = (changes: Partial<Standing> = {}): Standing => ({
  isSafe: true,
  tries: 1,
  elapsedMs: 0,
  patienceMs: 60_000,
  random: 0,
  ...changes,
})
const answer = (status: number, code = 'x', retryAfterMs: number | null = null): FailedTry => ({
  kind: 'answer',
  status,
  code,
  retryAfterMs,
})
const NO_ANSWER: FailedTry = { kind: 'noAnswer' }
const unsafe = { isSafe: false }

const waits = (random: number) =>
  [1, 2, 3, 5, 6, 40].map((tries) => {
    const decision = decideRetry(NO_ANSWER, standing({ tries, random }))
    return decision.kind === 'again' && decision.afterMs
  })

describe('a failed try', () => {
  test.each<[string, FailedTry, Partial<Standing>]>([
    ['without an answer, of a call that may be made twice', NO_ANSWER, {}],
    ['answered 429, whatever the call is', answer(429), unsafe],
    ['answered 503, of a call that may be made twice', answer(503), {}],
    ['whose twin is in flight', answer(409, 'idempotencyInFlight'), {}],
    ['answered 500 for the second time', answer(500), { tries: 2 }],
  ])('%s is made again', (_what, failed, changes) => {
    expect(decideRetry(failed, standing(changes)).kind).toBe('again')
  })

  test.each<[string, FailedTry, Partial<Standing>]>([
    ['without an answer, of a call that could happen twice', NO_ANSWER, unsafe],
    ['answered 503, of a call that could happen twice', answer(503), unsafe],
    ['answered 422', answer(422), {}],
    ['answered 404', answer(404), {}],
    ['whose key stands for another body', answer(409, 'idempotencyConflict'), {}],
    ['answered 500 for the third time', answer(500), { tries: 3 }],
    ['after patience has run out', NO_ANSWER, { elapsedMs: 60_000 }],
    ['told to come back after patience has run out', answer(429, 'x', 60_001), {}],
  ])('%s is told', (_what, failed, changes) => {
    expect(decideRetry(failed, standing(changes))).toEqual({ kind: 'giveUp' })
  })

  test('waits as long as Retry-After says, neither shorter nor longer', () => {
    expect(decideRetry(answer(429, 'x', 7_000), standing({ tries: 9 }))).toEqual({
      kind: 'again',
      afterMs: 7_000,
    })
  })

  test('waits twice as long each time, up to five seconds, and up to a half shorter by chance', () => {
    expect(waits(0)).toEqual([250, 500, 1_000, 4_000, 5_000, 5_000])
    expect(waits(1)).toEqual([125, 250, 500, 2_000, 2_500, 2_500])
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-21T09:00:00Z')
  test.each([
    ['3', 3_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 09:00:05 GMT', 5_000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%j is %p ms', (header, ms) => {
    expect(retryAfterMsOf(header, now)).toBe(ms)
  })
})
