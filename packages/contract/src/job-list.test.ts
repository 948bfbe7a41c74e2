import { describe, expect, test } from '@jest/globals'
import { jobListQuerySchema } from './job-list.ts'

describe('the list query', () => {
  test('shows fifty jobs when nothing is asked', () => {
    expect(jobListQuerySchema.parse({})).toEqual({ limit: 50 })
  })

  test('takes every filter at once', () => {
    const query = {
      state: 'failed',
      model: 'google/nano-banana',
      failure: 'contentRefused',
      batch: 'batch_1',
      customId: 'order 7',
      since: '2026-11-21T00:00:00Z',
      until: '2026-11-21T02:00:00+02:00',
      cursor: '81',
    }
    expect(jobListQuerySchema.parse({ ...query, limit: '200' })).toEqual({ ...query, limit: 200 })
  })

  test.each([
    { state: 'done' },
    { failure: 'sad' },
    { since: 'yesterday' },
    { until: '2026-11-21' },
    { cursor: '-1' },
    { cursor: '1e3' },
    { cursor: '9'.repeat(16) },
    { limit: '0' },
    { limit: '201' },
    { limit: 'many' },
    { limit: '1.5' },
    { state: ['failed', 'parked'] },
    { sate: 'failed' },
  ])('refuses %j', (query) => {
    expect(jobListQuerySchema.safeParse(query).success).toBe(false)
  })
})
