import { describe, expect, test } from '@jest/globals'
import { parseRecord } from './record.ts'

/** A record as version 1 wrote it. Whatever changes, this one must go on being read. */
const VERSION_1: Record<string, string> = {
  v: '1',
  id: 'job_0123456789abcdef01234567',
  seq: '42',
  account: 'default',
  tenant: 'acme',
  customId: 'shot-7',
  model: 'sora-2-image-to-video',
  type: 'i2v',
  input: '{"prompt":"a kiln at dusk","image_urls":["https://example.com/kiln.png"],"n_frames":"10"}',
  metadata: '{"campaign":"autumn"}',
  priority: 'high',
  retries: '1',
  quoted: '{"min":20,"max":25}',
  state: 'succeeded',
  stateAt: '1795256000000',
  createdAt: '1795255900000',
  lane: 'acme/singles',
  place: '42',
  rings: '1',
  attempt: '2',
  retriesUsed: '1',
  'secret:1': 'QUJDREVGR0hJSktMTU5PUA',
  'secret:2': 'UVJTVFVWV1hZWjAxMjM0NQ',
  'task:1': 'task-a',
  'task:2': 'task-b',
  taskId: 'task-b',
  intentAt: '1795255910000',
  submittedAt: '1795255911000',
  limitAt: '1795256511000',
  finishedAt: '1795256000000',
  polls: '9',
  hints: '1',
  result: '{"urls":["https://example.com/out.mp4"]}',
  chargedMicro: '20500000',
  bookedMicro: '20500000',
}

describe('a record of version 1', () => {
  test('is read to the last field', () => {
    expect(parseRecord(VERSION_1)).toEqual({
      ok: true,
      job: {
        id: 'job_0123456789abcdef01234567',
        seq: 42,
        account: 'default',
        tenant: 'acme',
        customId: 'shot-7',
        batchId: null,
        model: 'sora-2-image-to-video',
        type: 'i2v',
        input: { prompt: 'a kiln at dusk', image_urls: ['https://example.com/kiln.png'], n_frames: '10' },
        metadata: { campaign: 'autumn' },
        strict: null,
        priority: 'high',
        retries: 1,
        quoted: { min: 20, max: 25 },
        // Written since, and absent in older records.
        ceiling: null,
        line: null,
        state: 'succeeded',
        stateAt: 1_795_256_000_000,
        createdAt: 1_795_255_900_000,
        attempt: 2,
        retriesUsed: 1,
        creditReturns: 0,
        resultlessReads: 0,
        taskId: 'task-b',
        intentAt: 1_795_255_910_000,
        submittedAt: 1_795_255_911_000,
        limitAt: 1_795_256_511_000,
        finishedAt: 1_795_256_000_000,
        cancelRequestedAt: null,
        polls: 9,
        result: { urls: ['https://example.com/out.mp4'] },
        failure: null,
        cause: null,
        parkedReason: null,
        fault: null,
        hintedAt: null,
        acts: 0,
        collected: [],
        creditsCharged: 20.5,
      },
    })
  })

  test.each([
    ['a newer version', { v: '2' }],
    ['a state nobody knows', { state: 'walking' }],
    ['an input cut short', { input: '{"prompt":' }],
    ['no attempt', { attempt: '' }],
    ['a result that is none', { result: '[]' }],
  ])('with %s is a fault, told in one line, and no exception', (_name, damage) => {
    const parsed = parseRecord({ ...VERSION_1, state: 'running', ...damage })
    expect(parsed.ok).toBe(false)
    expect(parsed).toMatchObject({ fault: expect.stringMatching(/^\w+: .+/) })
  })

  test('that has ended is shown as far as it can be read, unless it is newer', () => {
    const damaged = parseRecord({ ...VERSION_1, input: '{"cut' })
    expect(damaged).toMatchObject({ ok: true, job: { input: {}, state: 'succeeded', creditsCharged: 20.5 } })
    expect(parseRecord({ ...VERSION_1, v: '2', input: '{"cut' })).toMatchObject({ ok: false })
  })
})
