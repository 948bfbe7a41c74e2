import { describe, expect, test } from '@jest/globals'
import { belongsTo, type TaskAttempt } from './belongs.ts'

const attempt: TaskAttempt = {
  token: 'job_0123-1-c2VjcmV0',
  model: 'sora-2-image-to-video',
  input: { prompt: 'a kiln', n_frames: '10', image_urls: ['https://a/b.png'] },
  createdAt: 1_000_000,
}
const echoed = (overrides: object) => ({
  callBackUrl: null,
  model: attempt.model,
  input: attempt.input,
  createTime: 1_000_500,
  completeTime: null,
  ...overrides,
})

describe("whether KIE's record is of this attempt's task", () => {
  test.each([
    [
      'the echoed URL carries its token',
      echoed({ callBackUrl: 'https://x/callbacks/kie/job_0123-1-c2VjcmV0' }),
      true,
    ],
    [
      'the URL decides, whatever KIE made of the input',
      echoed({ callBackUrl: 'https://x/callbacks/kie/job_0123-1-c2VjcmV0', input: null }),
      true,
    ],
    [
      'the URL is of another attempt',
      echoed({ callBackUrl: 'https://x/callbacks/kie/job_0123-2-c2VjcmV0' }),
      false,
    ],
    ['the URL is not ours at all', echoed({ callBackUrl: 'https://evil.example/callback' }), false],
    ['no URL, and model, input and time fit', echoed({}), true],
    [
      'no URL, and a number came back where text was sent',
      echoed({ input: { ...(attempt.input as object), n_frames: 10 } }),
      true,
    ],
    [
      'no URL, and another prompt',
      echoed({ input: { ...(attempt.input as object), prompt: 'another' } }),
      false,
    ],
    ['no URL, and a field more', echoed({ input: { ...(attempt.input as object), extra: 1 } }), false],
    ['no URL, and a list for an object', echoed({ input: [] }), false],
    ['no URL, and another model', echoed({ model: 'nano-banana-2' }), false],
    ['no URL, and made two minutes before the job came', echoed({ createTime: 880_000 }), false],
    ['no URL, and no time', echoed({ createTime: null }), false],
    ['there is no record', null, false],
  ])('%s', (_name, origin, expected) => {
    expect(belongsTo(origin, attempt)).toBe(expected)
  })

  test.each([
    [61_001, false],
    [59_000, true],
  ])('no URL, and made %d ms after the call was over', (lateMs, expected) => {
    const overAt = attempt.createdAt + 30_000
    expect(belongsTo(echoed({ createTime: overAt + lateMs }), { ...attempt, overAt })).toBe(expected)
  })

  test('a URL never fits an attempt whose secret was not stored', () => {
    expect(
      belongsTo(echoed({ callBackUrl: 'https://x/callbacks/kie/null' }), { ...attempt, token: null }),
    ).toBe(false)
  })
})
