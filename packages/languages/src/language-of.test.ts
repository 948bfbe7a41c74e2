import { describe, expect, test } from '@jest/globals'
import { languageOf } from './language-of.ts'
import type { Language } from './languages.ts'

describe('the language of an Accept-Language header', () => {
  test.each<[string | undefined, Language]>([
    [undefined, 'en'],
    ['', 'en'],
    ['en', 'en'],
    ['ru', 'ru'],
    ['zh', 'zh'],
    ['ru-RU', 'ru'],
    ['RU-ru', 'ru'],
    ['zh-Hans-CN', 'zh'],
    ['zh-TW', 'zh'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', 'ru'],
    ['en-US,en;q=0.9,ru;q=0.8', 'en'],
    ['fr-FR,fr;q=0.9,zh;q=0.2', 'zh'],
    ['en;q=0.1, ru ; q=0.5 ,\tzh\t;\tq=0.45', 'ru'],
    ['ru, zh', 'ru'],
    ['zh, ru', 'zh'],
    ['ru;q=1.000, zh;q=0.999', 'ru'],
    ['ru;q=0.', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['fr, *;q=0.5', 'en'],
    ['ru;q=0.5, *', 'en'],
    ['ru, *', 'ru'],
    ['*, zh', 'zh'],
    // English is refused, so that any other is better.
    ['en;q=0, *', 'ru'],
    ['en;q=0, ru;q=0, *;q=0.1', 'zh'],
    ['en;q=0', 'en'],
    ['ru;q=0', 'en'],
    ['*;q=0', 'en'],
    ['ru;q=0, zh;q=0.1', 'zh'],
    ['ru-RU;q=0.4, en;q=0.5, ru;q=0.6', 'ru'],
    // Malformed parts say nothing, and spoil nothing beside them.
    ['ru;q=2', 'en'],
    ['ru;q=-1', 'en'],
    ['ru;q=0.1234', 'en'],
    ['ru;q=high, zh;q=0.1', 'zh'],
    ['ru;level=1, zh;q=0.1', 'zh'],
    ['russian', 'en'],
    ['ru_RU', 'en'],
    ['-ru', 'en'],
    ['ru-', 'en'],
    [',,ru,,', 'ru'],
    ['\0ru', 'en'],
    ['__proto__, constructor', 'en'],
  ])('%j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language)
  })

  test.each([
    ['of a megabyte', 'ru,'.repeat(350_000)],
    ['of many tabs', `ru${'\t'.repeat(900)}x`],
    ['of one endless tag', `ru${'-a'.repeat(400)}!`],
    ['of a thousand commas', ','.repeat(1_000)],
  ])('%s is English', (_what, header) => {
    // A pattern that tries every way to read it would not come back within the test's time.
    expect(languageOf(header)).toBe('en')
  })
})
