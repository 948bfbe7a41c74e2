const MAX_LENGTH = 300

// Control characters, line and paragraph separators, and the marks that turn the reading direction.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

// Our own key is removed before a body gets here; these catch one that came back altered.
const CREDENTIALS =
  /\b(bearer|api[ _-]?key|access[ _-]?token|authorization)(["']?(?: provided)?\s*[:=]\s*|\s+)["']?(?=\S*\d)\S{8,}/giu

// A callback URL proves whose task it is. KIE knows it, and may quote it, also with its slashes escaped.
const CALLBACK_URL = /https?:[^\s"'<>]*callbacks\\?\/kie[^\s"'<>]*|job_[\da-f]{24}-\d+-[\w-]+/giu

/** KIE's text as it may stand in a log or an answer: one line, cut, without anything like a key or a callback URL. */
export function cleanText(value: unknown): string {
  if (typeof value !== 'string') return ''
  return value
    .slice(0, 2 * MAX_LENGTH)
    .replaceAll(UNPRINTABLE, ' ')
    .replaceAll(CALLBACK_URL, '[callback]')
    .replaceAll(CREDENTIALS, '$1 [key]')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .replaceAll(/\p{Cs}/gu, '')
}
