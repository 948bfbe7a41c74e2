import { describe, expect, test } from '@jest/globals'
import { previewInput } from './preview-input.ts'

const preview = (input: Record<string, unknown>, logPrompts = false) =>
  previewInput(input, { logPrompts }).inputPreview

describe('the preview of an input', () => {
  test('shows choices, numbers and booleans as they are', () => {
    const input = {
      size: '1024x1024',
      ratio: '16:9',
      quality: 'high',
      model: 'a/b-c.1',
      seed: 7,
      hd: true,
      none: null,
    }
    expect(preview(input)).toEqual(input)
  })

  test.each([
    ['a sentence', 'idea', 'a fox in the snow', '[17 characters]'],
    ['a word under a telling name', 'prompt', 'fox', '[3 characters]'],
    ['a word under a longer telling name', 'negative_prompt', 'blurry', '[6 characters]'],
    ['a word out of ASCII', 'idea', '雪中的狐狸', '[5 characters]'],
    ['a long word', 'idea', 'x'.repeat(41), '[41 characters]'],
    ['no text', 'idea', '', '[0 characters]'],
    ['a file in the text', 'image', `data:image/png;base64,${'A'.repeat(100)}`, '[122 characters]'],
  ])('shows only the length of %s', (_, name, text, shown) => {
    expect(preview({ [name]: text })).toEqual({ [name]: shown })
  })

  test('shows the beginning of prompts when told to, but of no file', () => {
    expect(preview({ prompt: `a fox ${'x'.repeat(50)}`, image: 'data:image/png;base64,AAAA' }, true)).toEqual(
      {
        prompt: `a fox ${'x'.repeat(34)}…`,
        image: '[26 characters]',
      },
    )
  })

  test.each([false, true])('shows of a URL the origin only (prompts: %s)', (logPrompts) => {
    const input = {
      a: 'https://user:pw@cdn.example.com/private/p.png?sig=abc',
      prompt: 'http://x.example.com:81/y',
    }
    expect(preview(input, logPrompts)).toEqual({
      a: 'https://cdn.example.com/…',
      prompt: 'http://x.example.com:81/…',
    })
  })

  test('shortens lists and looks into objects', () => {
    expect(
      preview({
        urls: Array.from({ length: 5 }, (_, i) => `https://cdn.example.com/${i}`),
        messages: [{ role: 'user', content: 'hello' }],
        deep: { deeper: { deepest: {}, list: [1, 2] } },
      }),
    ).toEqual({
      urls: [...Array<string>(3).fill('https://cdn.example.com/…'), '… 2 more'],
      messages: [{ role: 'user', content: '[5 characters]' }],
      deep: { deeper: { deepest: '[object]', list: '[2 items]' } },
    })
  })

  test('names the fields that were given, cut to a size', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}`.padStart(60, 'k'), i]))
    const { inputKeys, inputPreview } = previewInput(many, { logPrompts: false })
    expect(inputKeys).toHaveLength(30)
    expect(inputKeys[0]).toBe(`${'k'.repeat(40)}…`)
    expect(JSON.stringify(inputPreview).length).toBeLessThan(3_000)
  })
})
