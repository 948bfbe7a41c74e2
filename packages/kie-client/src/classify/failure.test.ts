import { describe, expect, test } from '@jest/globals'
import type { FailureClass } from '@kiln/lifecycle'
import type { Exchange } from '../exchange.ts'
import { recordAnswer, TASK_ID } from '../testing/answers.ts'
import { classifyRead } from './read.ts'

const read = (exchange: Exchange) => classifyRead(exchange, TASK_ID)

describe('a failed task', () => {
  const REASONS: [unknown, unknown, FailureClass][] = [
    ['500', 'internal error, please try again later.', 'upstreamError'],
    ['400', 'Internal Error, Please try again later', 'upstreamError'],
    [400, 'Server exception, please try again later', 'upstreamError'],
    ['400', 'image fetch failed', 'inputUnreachable'],
    ['500', 'Failed to fetch image https://a.example/a.png', 'inputUnreachable'],
    ['422', 'Unable to download the input video', 'inputUnreachable'],
    ['422', 'flagged as sensitive', 'contentRefused'],
    [
      '500',
      'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
      'contentRefused',
    ],
    ['422', 'nsfw', 'contentRefused'],
    ['501', 'NSFW content detected', 'contentRefused'],
    ['422', 'Your request was rejected by our content policy', 'contentRefused'],
    ['500', 'Generation failed: content policy violation', 'contentRefused'],
    ['422', 'The output contains prohibited content', 'contentRefused'],
    ['500', 'Gemini could not generate an image with the given prompt. Try another one.', 'contentRefused'],
    ['500', '提示词包含敏感内容', 'contentRefused'],
    ['402', 'Credits insufficient', 'noCredits'],
    ['500', 'Credits insufficient', 'noCredits'],
    ['500', 'The task timed out after 600 seconds', 'upstreamTimeout'],
    ['500', 'upstream timeout', 'upstreamTimeout'],
    ['500', 'image generation failed', 'generationFailed'],
    ['500', 'aspect_ratio is not within the range of allowed options', 'invalidInput'],
    ['500', 'image_urls cannot be empty', 'invalidInput'],
    ['400', 'something odd', 'invalidInput'],
    ['402', '', 'noCredits'],
    ['408', null, 'upstreamTimeout'],
    ['413', 'x', 'invalidInput'],
    ['422', 'x', 'invalidInput'],
    ['433', 'x', 'noCredits'],
    ['451', 'x', 'inputUnreachable'],
    [500, 'x', 'upstreamError'],
    ['501', 'x', 'generationFailed'],
    ['531', 'x', 'generationFailed'],
    [null, null, 'generationFailed'],
    ['', { odd: true }, 'generationFailed'],
    ['constructor', 'x', 'generationFailed'],
    // Echoes of a prompt.
    ['501', 'Prompt "nsfw content policy" is not supported', 'invalidInput'],
    ['501', 'Could not finish "a sign that says content policy"', 'generationFailed'],
    ['501', 'Model stopped at "Credits insufficient"', 'generationFailed'],
    ['501', 'Sign saying internal error was drawn badly', 'generationFailed'],
    ['422', 'prompt about prohibited content is not supported', 'invalidInput'],
  ]

  test.each(REASONS)('%j %j is %s', (failCode, failMsg, failure) => {
    expect(read(recordAnswer({ state: 'fail', failCode, failMsg, resultJson: null }))).toMatchObject({
      class: 'failed',
      failure,
    })
  })

  test("keeps KIE's words, cleaned", () => {
    expect(
      read(recordAnswer({ state: 'fail', failCode: '422', failMsg: 'flagged\u0000 as\nsensitive' })),
    ).toMatchObject({
      words: { code: '422', message: 'flagged as sensitive' },
    })
    expect(read(recordAnswer({ state: 'fail', failCode: null, failMsg: null }))).toMatchObject({
      words: { code: 'none', message: 'KIE gives no reason' },
    })
  })

  test('takes no long to judge', () => {
    const nasty = [
      'a '.repeat(400_000),
      'input image url '.repeat(50_000),
      'was flagged as '.repeat(50_000),
      '敏'.repeat(500_000),
    ]
    const startedAt = performance.now()
    for (const failMsg of nasty) read(recordAnswer({ state: 'fail', failCode: '500', failMsg }))
    // A pattern that goes back would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
