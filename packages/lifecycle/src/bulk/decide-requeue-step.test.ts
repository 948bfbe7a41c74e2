import { describe, expect, test } from '@jest/globals'
import { decideRequeueStep, type RequeueProgress } from './decide-requeue-step.ts'

const NONE = { succeeded: 0, returned: 0, failed: 0, canceled: 0, parked: 0, lost: 0 }
const after = (progress: Partial<RequeueProgress>) =>
  decideRequeueStep({
    status: 'planned',
    canary: 0,
    stopAfter: 20,
    limit: null,
    left: 1_000,
    sent: 0,
    adopted: 0,
    out: NONE,
    ...progress,
  })
const stopped = (why: string) => ({ kind: 'end', status: 'stopped', why })
const done = { kind: 'end', status: 'done', why: null }

describe('a bulk requeue', () => {
  test('sends its canary first, waits for all of it, and goes on when all came out well', () => {
    expect(after({ canary: 3 })).toEqual({ kind: 'take', status: 'canary', max: 3 })
    expect(after({ canary: 3, status: 'canary', sent: 2 })).toEqual({
      kind: 'take',
      status: 'canary',
      max: 1,
    })
    const waiting = { canary: 3, status: 'canary', sent: 3 } as const
    expect(after(waiting)).toEqual({ kind: 'wait', status: 'canary' })
    expect(after({ ...waiting, out: { ...NONE, succeeded: 2 } })).toEqual({ kind: 'wait', status: 'canary' })
    expect(after({ ...waiting, out: { ...NONE, succeeded: 3 } })).toMatchObject({
      kind: 'take',
      status: 'running',
    })
  })

  test.each(['returned', 'failed', 'canceled', 'parked', 'lost'] as const)(
    'ends when one of its canary is %s',
    (how) => {
      const out = { ...NONE, succeeded: 1, [how]: 1 }
      expect(after({ canary: 3, status: 'canary', sent: 3, out })).toEqual(stopped('canaryFailed'))
    },
  )

  test('draws another canary for a job that KIE had a result of', () => {
    expect(after({ canary: 3, adopted: 2, sent: 1 })).toEqual({ kind: 'take', status: 'canary', max: 2 })
  })

  test('ends when more than it allows fail as before, and not for other failures', () => {
    const running = { status: 'running', sent: 50 } as const
    expect(after({ ...running, out: { ...NONE, returned: 21 } })).toEqual(stopped('sameClassReturned'))
    expect(after({ ...running, out: { ...NONE, returned: 20, failed: 30 } }).kind).toBe('take')
    expect(after({ ...running, stopAfter: 0, out: { ...NONE, returned: 1 } }).kind).toBe('end')
  })

  test('has only so many under way whose outcome nobody knows', () => {
    expect(after({})).toEqual({ kind: 'take', status: 'running', max: 100 })
    expect(after({ status: 'running', sent: 100 })).toEqual({ kind: 'wait', status: 'running' })
    expect(after({ status: 'running', sent: 100, out: { ...NONE, succeeded: 30 } })).toMatchObject({
      max: 30,
    })
    expect(after({ stopAfter: 0 })).toMatchObject({ max: 20 })
    expect(after({ stopAfter: 1_000 })).toMatchObject({ max: 500 })
  })

  test('sends no more than it was allowed, and is done when all have come out', () => {
    expect(after({ limit: 7, adopted: 2, sent: 1 })).toMatchObject({ kind: 'take', max: 4 })
    expect(after({ limit: 3, adopted: 2, sent: 1 })).toEqual({ kind: 'wait', status: 'running' })
    expect(after({ limit: 3, adopted: 2, sent: 1, out: { ...NONE, parked: 1 } })).toEqual(done)
    expect(after({ left: 0 })).toEqual(done)
    expect(after({ left: 0, canary: 5 })).toEqual(done)
  })
})
