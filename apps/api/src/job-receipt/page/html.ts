/** HTML that is safe as it stands. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | false | readonly Part[]

/** A template in which everything but HTML is text, and is escaped. Not named `html`: prettier would move white space in it. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(literals.map((literal, i) => literal + (i < parts.length ? show(parts[i]!) : '')).join(''))
}

function show(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string' || typeof part === 'number') return escape(visible(String(part)))
  return part.map(show).join('')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign]!)

/** Control characters but tab and line feed, separators of lines, and marks that turn the reading direction. */
const INVISIBLE =
  /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu

/** What would be seen otherwise than it was sent is shown as JSON writes it. */
function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(INVISIBLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
