import { describe, expect, test } from '@jest/globals'
import type { TimelineEntry } from '@kiln/ledger'
import { attemptsOf } from './attempts.ts'
import { notKnownOf } from './unknowns.ts'
import { waitsOf } from './waits.ts'

const record = (attempt: number, taskId: string | null = null, credits: number | null = null) => ({
  attempt,
  taskId,
  credits,
  input: null,
})
const begun = (at: number, attempt = 1, detail = {}): TimelineEntry => ({
  at,
  event: 'begun',
  from: 'queued',
  to: 'submitting',
  attempt,
  detail,
})
const call = { call: 'createTask', class: 'accepted', http: 200, code: '200', ms: 300, sentAfterMs: 5 }
const iso = (ms: number) => new Date(ms).toISOString()

describe('an attempt', () => {
  test('was answered when its call came back, however much later Redis took the answer', () => {
    const late: TimelineEntry = {
      at: 60_000,
      event: 'bound',
      from: 'submitting',
      to: 'running',
      attempt: 1,
      detail: call,
    }
    expect(attemptsOf([record(1, 't1')], [begun(1_000), late])[0]).toMatchObject({
      begunAt: iso(1_000),
      call: { sentAt: iso(1_005), answeredAt: iso(1_305), ms: 300 },
      endedBy: null,
      charged: null,
    })
  })

  test('goes on again once a lost answer is explained', () => {
    const told: TimelineEntry[] = [
      begun(0),
      {
        at: 1,
        event: 'lost',
        from: 'submitting',
        to: 'unconfirmed',
        attempt: 1,
        detail: { charged: 'unknown' },
      },
      { at: 2, event: 'horizonPassed', from: 'unconfirmed', to: 'parked', attempt: 1 },
    ]
    expect(attemptsOf([record(1)], told)[0]).toMatchObject({ endedBy: 'horizonPassed', charged: 'unknown' })
    const bound: TimelineEntry = { at: 3, event: 'bound', from: 'parked', to: 'running', attempt: 1 }
    expect(attemptsOf([record(1, 't1')], [...told, bound])[0]).toMatchObject({ endedBy: null, charged: null })
  })

  test('counts reads that were told once, and those that came of a callback', () => {
    const read = { class: 'pending' }
    const told: TimelineEntry[] = [
      { at: 10, event: 'read', attempt: 1, detail: { ...read, times: 7, lastAt: 90 } },
      { at: 95, event: 'callback', attempt: 1, detail: { heard: 'readNow' } },
      {
        at: 99,
        event: 'succeeded',
        from: 'running',
        to: 'succeeded',
        attempt: 1,
        detail: { class: 'succeeded' },
      },
    ]
    expect(attemptsOf([record(1, 't1', 8)], told)[0]).toMatchObject({
      reads: { count: 8, firstAt: iso(10), lastAt: iso(99) },
      callbacks: { count: 1 },
      charged: 'yes',
    })
  })

  test('that an operator followed with another keeps its own end', () => {
    const told: TimelineEntry[] = [
      begun(0),
      { at: 1, event: 'rejected', from: 'submitting', to: 'failed', attempt: 1, detail: { charged: 'no' } },
      { at: 2, event: 'requeued', from: 'failed', to: 'queued', attempt: 1, detail: { by: 'ann' } },
      begun(3, 2),
    ]
    expect(attemptsOf([record(1), record(2)], told)).toMatchObject([
      { endedBy: 'rejected', charged: 'no' },
      { endedBy: null, charged: null },
    ])
  })

  test('was not ended by the cancel of a job that waited to be sent again', () => {
    const told: TimelineEntry[] = [
      begun(0),
      { at: 1, event: 'rejected', from: 'submitting', to: 'failed', attempt: 1, detail: { charged: 'no' } },
      { at: 2, event: 'requeued', from: 'failed', to: 'queued', attempt: 1, detail: { by: 'ann' } },
      { at: 3, event: 'canceled', from: 'queued', to: 'canceled', attempt: 1 },
    ]
    expect(attemptsOf([record(1)], told)).toMatchObject([{ endedBy: 'rejected', endedAt: iso(1) }])
  })

  test('whose task turned up when nobody waited for it was paid for', () => {
    const told: TimelineEntry[] = [
      begun(0),
      {
        at: 1,
        event: 'released',
        from: 'submitting',
        to: 'queued',
        attempt: 1,
        detail: { ...call, charged: 'no' },
      },
      { at: 2, event: 'strayTask', attempt: 1, detail: { taskId: 't9', credits: 8 } },
    ]
    expect(attemptsOf([record(1)], told)[0]).toMatchObject({ taskId: 't9', charged: 'yes', credits: 8 })
  })
})

describe('what is not known', () => {
  const job = {
    state: 'parked',
    parked: { reason: 'noAnswer' },
    credits: { quoted: 'unknown', charged: null },
  } as const
  const codes = (told: TimelineEntry[]) =>
    notKnownOf(job, attemptsOf([record(1)], told), told).map(({ code }) => code)

  test('is whether a call was sent whose worker was gone before it wrote an answer down', () => {
    const lost: TimelineEntry = {
      at: 9,
      event: 'horizonPassed',
      from: 'unconfirmed',
      to: 'parked',
      attempt: 1,
    }
    expect(codes([begun(0), lost])).toEqual(['price', 'sent', 'charge'])
  })

  test('is not whether a refused call was sent, though its answer tells no more than that', () => {
    const refused: TimelineEntry = {
      at: 9,
      event: 'rejected',
      from: 'submitting',
      to: 'failed',
      attempt: 1,
      detail: { class: 'invalidInput', charged: 'no' },
    }
    expect(codes([begun(0), refused])).toEqual(['price'])
  })

  test('is how much was left out of a timeline', () => {
    const omitted: TimelineEntry = { at: 1, event: 'omitted', detail: { entries: 12 } }
    expect(notKnownOf(job, [], [omitted])).toContainEqual({ code: 'entries', attempt: null, count: 12 })
  })
})

describe('a wait', () => {
  test('names the gates that were told until the next was, and one that held it all the while', () => {
    const told: TimelineEntry[] = [
      { at: 0, event: 'accepted', to: 'queued' },
      { at: 10, event: 'waited', detail: { gate: 'rate' } },
      { at: 30, event: 'waited', detail: { gate: 'credits' } },
      { at: 90, event: 'held', detail: { gate: 'credits', since: 20, till: 80, ms: 60, cause: 'top up' } },
      begun(90),
    ]
    expect(waitsOf(told, 500)).toMatchObject([
      {
        since: iso(0),
        until: iso(90),
        ms: 90,
        gates: [
          { gate: 'credits', ms: 60, cause: 'top up' },
          { gate: 'rate', ms: 20, cause: null },
        ],
      },
    ])
  })

  test('of a job that still stands in the queue has no end', () => {
    expect(waitsOf([{ at: 100, event: 'accepted', to: 'queued' }], 500)).toMatchObject([
      { until: null, ms: 400 },
    ])
  })
})
