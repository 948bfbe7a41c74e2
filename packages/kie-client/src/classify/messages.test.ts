import { describe, expect, test } from '@jest/globals'
import { answer } from '../testing/answers.ts'
import { classifySubmit } from './submit.ts'

function fieldOf(code: number, msg: string): string | null {
  const outcome = classifySubmit(answer(200, { code, msg }))
  return outcome.class === 'invalidInput' ? outcome.field : `not invalidInput: ${outcome.class}`
}

function messageOf(msg: string): string {
  const outcome = classifySubmit(answer(200, { code: 500, msg }))
  return 'words' in outcome ? outcome.words.message : ''
}

describe('a message about a field', () => {
  test('names the field where it can be read', () => {
    const fields: [number, string, string | null][] = [
      [500, 'This field is required', null],
      [500, 'prompt is required', 'prompt'],
      [500, 'Prompt is required.', 'Prompt'],
      [500, 'The prompt cannot be empty', 'prompt'],
      [500, '"image_urls" is required', 'image_urls'],
      [500, "'input.image_urls' cannot be empty, please upload one", 'input.image_urls'],
      [500, 'prompt: This field is required', 'prompt'],
      [500, 'Prompt "a cat, a dog" is not supported', 'Prompt'],
      [500, 'Invalid parameter: aspect_ratio', 'aspect_ratio'],
      [500, 'Missing required parameter: n_frames', 'n_frames'],
      [500, 'The first frame image is required', null],
      [500, '参数 prompt 不能为空', 'prompt'],
      [500, '提示词不能为空', null],
      [422, 'aspect_ratio is not within the range of allowed options', 'aspect_ratio'],
      [422, 'The model name you specified is not supported. Please check it.', 'model'],
      [422, 'duration must be 5 or 10', 'duration'],
      [400, 'Error: resolution is invalid', 'resolution'],
      [422, 'something is odd', null],
      [413, 'prompt is required', null],
    ]
    expect(fields.map(([code, msg]) => [code, msg, fieldOf(code, msg)])).toEqual(fields)
  })
})

describe('text echoed from a prompt decides nothing', () => {
  const echoes = [
    'Prompt "credits insufficient please top up" is not supported',
    'Prompt "Credits insufficient" is not supported',
    'Prompt “the current credits are insufficient. Please top up.” is not supported',
    "Prompt 'insufficient credits' is not supported",
    'Prompt "a cat. credits insufficient. a dog" is not supported',
    'Prompt "a cat. credits insufficient',
    'credits insufficient please top up is not supported',
    'credits insufficient. please top up is not supported',
    'credits insufficient to buy a cat is not supported',
    'Credits insufficient, says the cat, and sits down',
    'Invalid prompt: credits insufficient',
    'prompt: credits insufficient',
    'Unsupported prompt, please top up',
    'a cat holding a sign credits insufficient is not supported',
    'Your call frequency is too high is not supported',
    'Prompt "Your call frequency is too high" is invalid',
    '提示词「余额不足」不支持',
  ]

  test.each(echoes)('422 %s', (msg) => {
    expect(classifySubmit(answer(200, { code: 422, msg, data: null })).class).toBe('invalidInput')
  })

  test.each([
    'Internal error while handling the text "prompt is required"',
    'Failed on: "image_urls cannot be empty"',
    'Model crashed at a sign that says prompt is required here and there',
  ])('500 %s is an upstream error, not an invalid input', (msg) => {
    expect(classifySubmit(answer(200, { code: 500, msg, data: null })).class).toBe('upstreamError')
  })

  test('and no message takes long to match', () => {
    const nasty = [
      'a '.repeat(400_000),
      'your current account available remaining '.repeat(20_000),
      '"'.repeat(500_000),
      `prompt ${'is '.repeat(300_000)}required`,
      'credits insufficient to '.repeat(20_000),
      "'a".repeat(400_000),
      '.:;,!? '.repeat(100_000),
      'must be '.repeat(100_000),
    ]
    const startedAt = performance.now()
    for (const msg of nasty) for (const code of [422, 500]) classifySubmit(answer(200, { code, msg }))
    // A pattern that goes back would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe("KIE's words", () => {
  test('are cut at 300 characters, without half a character at the end', () => {
    expect(messageOf('x'.repeat(5_000))).toHaveLength(300)
    expect(messageOf(`${'x'.repeat(299)}😀`)).toBe('x'.repeat(299))
  })

  test('lose control characters, line breaks and marks that turn the reading direction', () => {
    expect(messageOf('a\u0000b\r\nc\u001B[31md\u202Ee\u2028f\u0085g')).toBe('a b c [31md e f g')
  })

  test.each([
    'Invalid key: Bearer sk-0123456789abcdef',
    'Incorrect API key provided: 0123456789abcdef',
    '{"authorization":"0123456789abcdef"}',
    'api_key=0123456789abcdef',
  ])('lose what looks like a key: %s', (msg) => {
    expect(messageOf(msg)).not.toContain('0123456789')
  })

  test('are never empty', () => {
    expect(messageOf(' \u0000 ')).toBe('code 500 without a message')
  })
})
