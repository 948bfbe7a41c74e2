import { describe, expect, test } from '@jest/globals'
import type { Language } from '@kiln/languages'
import { languageOfLocale, readLanguage } from './language.ts'

describe('the language of a locale', () => {
  test.each<[Record<string, string>, Language]>([
    [{}, 'en'],
    [{ LANG: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'zh_CN.GB18030' }, 'zh'],
    [{ LANG: 'zh_Hant_TW@pinyin' }, 'zh'],
    [{ LANG: 'ru' }, 'ru'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{ LANG: 'rup_XX' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'ru_RU.UTF-8', LC_MESSAGES: 'ru_RU.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'ru_RU.UTF-8', LC_ALL: 'C' }, 'en'],
    // An empty variable counts as not set.
    [{ LANG: 'ru_RU.UTF-8', LC_ALL: '' }, 'ru'],
  ])('%j is %s', (env, language) => {
    expect(languageOfLocale(env)).toBe(language)
  })
})

describe('--lang', () => {
  test.each<[string[], ReturnType<typeof readLanguage>]>([
    [['models', '--json'], { ok: true, language: 'ru', rest: ['models', '--json'] }],
    [['models', '--lang', 'zh'], { ok: true, language: 'zh', rest: ['models'] }],
    [['--lang=zh', 'models'], { ok: true, language: 'zh', rest: ['models'] }],
    [['models', '--lang', 'fr', 'x'], { ok: false, got: 'fr', rest: ['models', 'x'] }],
    [['models', '--lang'], { ok: false, got: '', rest: ['models'] }],
    [['check', '--', '--lang', 'zh'], { ok: true, language: 'ru', rest: ['check', '--', '--lang', 'zh'] }],
  ])('of %j is taken out, wherever it stands', (argv, reading) => {
    expect(readLanguage(argv, 'ru')).toEqual(reading)
  })
})
