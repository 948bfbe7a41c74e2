import { describe, expect, test } from '@jest/globals'
import { judge } from './cross-field.ts'

describe('maxTotalLength', () => {
  const rule = { kind: 'maxTotalLength' as const, path: 'dialogue[].text', max: 5 }

  test.each([
    ['as much as the maximum', { dialogue: [{ text: 'abc' }, { text: 'de' }] }],
    ['characters, not UTF-16 units', { dialogue: [{ text: '🎬🎬' }, { text: '🎬🎬🎬' }] }],
    ['nothing', {}],
    ['values that are no texts', { dialogue: [{ text: 123456 }, null, 'abcdef'] }],
    ['no list', { dialogue: 'abcdef' }],
  ])('lets pass %s', (_what, input) => {
    expect(judge([rule], input)).toEqual([])
  })

  test('refuses one character more, at the parameter', () => {
    expect(judge([rule], { dialogue: [{ text: 'abc' }, { text: 'def' }] })).toMatchObject([
      { path: ['dialogue'], fault: { code: 'tooLong', hint: 'Take out 1 characters.' } },
    ])
  })
})
