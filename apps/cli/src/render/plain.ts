/** Control characters, separators of lines, and marks that turn the reading direction: they command a terminal. */
const COMMANDING = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** A text that somebody else wrote, as a terminal may show it. */
export function plain(text: string): string {
  return text.replaceAll(COMMANDING, '\ufffd')
}
