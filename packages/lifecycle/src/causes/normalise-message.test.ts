import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CAUSE_CHARACTERS_MAX, normaliseMessage } from './normalise-message.ts'

const told = (text: string, url: string) => normaliseMessage(`see ${url} of "${text}" again`)
/** An apostrophe ends a link: it may as well be the end of a quotation. */
const strip = (url: string) => url.replaceAll("'", '')

describe('a message of KIE', () => {
  test.each([
    ['Task c7a2850a412d4b2082007c30ed240cf2 failed after 12.5 s', 'task # failed after # s'],
    ['could not load https://cdn.example/a/1.png?sig=x&e=2', 'could not load <url>'],
    ['The prompt "a fox, \'young\'" was refused', 'the prompt <text> was refused'],
    ["can't read the file 'holiday snap.png'", "can't read the file <text>"],
    ['ask ops@example.com about it', 'ask # about it'],
    ['at 2026-11-26T19:25:00.123Z', 'at #'],
    ['Файл «отпуск.png» недоступен, попытка 3', 'файл <text> недоступен, попытка #'],
    ['无法访问https://a.example/图.png，第5次', '无法访问<url>图.png，第#次'],
    ['提示词“狐狸”被拒绝', '提示词<text>被拒绝'],
    ['  internal\n\terror\u0000 ', 'internal error'],
    ['deadbeef and content-policy-violation', '# and content-policy-violation'],
    ['', ''],
  ])('%j comes to %j', (message, expected) => {
    expect(normaliseMessage(message)).toBe(expected)
  })

  const blank = fc.constantFrom('internal error at', '无法访问', 'ошибка файла')
  const variable = fc.oneof(
    fc.nat().map(String),
    fc.uuid().map((id) => `${id}1`),
    fc.stringMatching(/^[0-9a-f]{16}$/).map((hash) => `${hash}0`),
  )

  test('means the same whatever number, id or hash stands in it', () => {
    fc.assert(
      fc.property(blank, variable, variable, (text, one, other) => {
        expect(normaliseMessage(`${text} ${one} now`)).toBe(normaliseMessage(`${text} ${other} now`))
      }),
    )
  })

  test('means the same whatever it quotes and links to', () => {
    const quoted = fc.string().map((text) => text.replaceAll(/["\p{C}]/gu, ''))
    fc.assert(
      fc.property(quoted, quoted, fc.webUrl(), fc.webUrl(), (one, other, link, another) => {
        expect(told(one, strip(link))).toBe(told(other, strip(another)))
      }),
      { numRuns: 30 },
    )
  })

  test('is short, whole, without digits and the same each time, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (message) => {
        const text = normaliseMessage(message)
        expect(text.length).toBeLessThanOrEqual(CAUSE_CHARACTERS_MAX)
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/[\p{N}\p{C}]/u)
        expect(normaliseMessage(message)).toBe(text)
      }),
    )
  })

  test.each(['"', "'", '“', '«', '「', '#', '-', 'a', '1', 'http:', 'a@', '1.', '\u{d800}', 'é'])(
    'made of %j alone is read as far as its bound: a pattern that looked back at it again and again would not end here',
    (piece) => {
      const endless = piece.repeat(100_000)
      expect(normaliseMessage(endless)).toBe(normaliseMessage(endless.slice(0, 2_000)))
    },
  )
})
