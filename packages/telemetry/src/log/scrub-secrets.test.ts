import { expect, test } from '@jest/globals'
import { cutText } from './cut-text.ts'
import { scrubSecrets } from './scrub-secrets.ts'

test('replaces a secret as it is, escaped for JSON and escaped for a URL', () => {
  const scrub = scrubSecrets(['a"b/c d$e.f'])
  const text = `a"b/c d$e.f ${JSON.stringify('a"b/c d$e.f')} ${encodeURIComponent('a"b/c d$e.f')}`
  expect(scrub(text)).toBe('[secret] "[secret]" [secret]')
})

test('replaces a secret that begins with another one as a whole', () => {
  expect(scrubSecrets(['12345678', '12345678-90'])('12345678-90 12345678')).toBe('[secret] [secret]')
})

test('takes no character of a secret for a pattern', () => {
  expect(scrubSecrets(['........', 'a+(b)[c]*'])('harmless text, a+(b)[c]*')).toBe('harmless text, [secret]')
})

test('leaves words shorter than 8 characters alone: they would garble every line', () => {
  expect(scrubSecrets(['info', ''])('{"level":"info"}')).toBe('{"level":"info"}')
})

test('replaces the token of a callback URL in any text', () => {
  const line =
    '{"msg":"no route POST:/x/callbacks/kie/tok_1?a=b","url":"https://k.example.com/callbacks/kie/tok_2"}'
  expect(scrubSecrets([])(line)).toBe(
    '{"msg":"no route POST:/x/callbacks/kie/[secret]?a=b","url":"https://k.example.com/callbacks/kie/[secret]"}',
  )
})

test('a cut text never ends in half a character', () => {
  expect(cutText('ab😀cd', 3)).toBe('ab…')
  expect(cutText('ab😀cd', 4)).toBe('ab😀…')
  expect(cutText('ab😀', 4)).toBe('ab😀')
})
