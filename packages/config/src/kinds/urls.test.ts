import { describe, expect, test } from '@jest/globals'
import { parseBaseUrl } from './urls.ts'

describe('a base URL', () => {
  test.each([
    ['https://api.kie.ai', 'https://api.kie.ai'],
    ['https://api.kie.ai/', 'https://api.kie.ai'],
    ['http://127.0.0.1:4000/kie//', 'http://127.0.0.1:4000/kie'],
  ])('%s loses its final slash', (text, expected) => {
    expect(parseBaseUrl(text)).toBe(expected)
  })

  test.each([
    'api.kie.ai',
    '/callbacks',
    'ftp://kie.ai',
    'https://',
    'https://user:pass@kie.ai',
    'https://user@kie.ai',
    'https://kie.ai/?a=1',
    'https://kie.ai?',
    'https://kie.ai#top',
  ])('is not %s', (text) => {
    expect(parseBaseUrl(text)).toBeNull()
  })
})
