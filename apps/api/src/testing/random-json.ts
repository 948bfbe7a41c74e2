/** Values that have broken parsers, stores and loggers before. */
const HOSTILE_TEXTS = [
  '',
  '\0',
  '\ud800',
  '\udc00\ud800',
  '\u202e',
  '\r\n\r\nHTTP/1.1 200 OK',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '{kiln}:gates',
  "'; return redis.call('FLUSHALL')",
  '%s%n%00',
  '1e999',
  'NaN',
  '\ufeff{}',
  '🦊'.repeat(50),
  'x'.repeat(70_000),
]
const HOSTILE_NUMBERS = [0, -0, -1, 1e308, -1e308, 1e-320, 2 ** 53, 2 ** 53 + 2, 0.1, NaN, Infinity]

export interface RandomJson {
  text(): string
  value(): unknown
  /** The value with one thing about it changed. */
  nearly(value: Record<string, unknown>): unknown
  /** The text with a few of its characters changed. */
  garbled(text: string): string
}

/** The same values again for the same seed, so that a failure can be repeated. */
export function createRandomJson(seed: number): RandomJson {
  let state = seed >>> 0
  /** Mulberry32: small, and random enough to choose test values. */
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(random() * count)
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T

  function text(): string {
    if (random() < 0.5) return oneOf(HOSTILE_TEXTS)
    return Array.from({ length: below(20) }, () => String.fromCharCode(below(0x10000))).join('')
  }

  function value(depth = 0): unknown {
    const kind = below(depth > 4 ? 5 : 8)
    if (kind === 0) return null
    if (kind === 1) return random() < 0.5
    if (kind === 2) return random() < 0.5 ? oneOf(HOSTILE_NUMBERS) : below(1_000) - 500
    if (kind <= 4) return text()
    const items = Array.from({ length: below(5) }, () => value(depth + 1))
    if (kind === 5) return items
    return Object.fromEntries(items.map((item) => [text(), item]))
  }

  function nearly(whole: Record<string, unknown>): unknown {
    const name = oneOf(Object.keys(whole))
    const part = whole[name]
    const isObject = typeof part === 'object' && part !== null
    if (isObject && random() < 0.6) return { ...whole, [name]: nearly(part as Record<string, unknown>) }
    if (random() < 0.2) return { ...whole, [text()]: value() }
    if (random() < 0.2) return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))
    return { ...whole, [name]: value() }
  }

  function garbled(whole: string): string {
    const characters = Array.from(whole)
    for (let i = 0; i <= below(4); i++)
      characters[below(characters.length)] = oneOf(['', '{', '"', '\\', '\0', '[', ',', '\u2028'])
    return characters.join('')
  }

  return { text, value, nearly, garbled }
}
