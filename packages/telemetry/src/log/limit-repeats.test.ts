import { describe, expect, test } from '@jest/globals'
import { createLogger } from './create-logger.ts'
import { limitRepeats } from './limit-repeats.ts'

function setUp(perSecond?: number) {
  const lines: Record<string, unknown>[] = []
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  }
  const clock = { nowMs: 0 }
  const logger = createLogger({ level: 'info', name: 'kiln-test', destination })
  const limits = { nowMs: () => clock.nowMs, ...(perSecond === undefined ? {} : { perSecond }) }
  return { lines, clock, limited: limitRepeats(logger, limits) }
}

describe('repeated lines', () => {
  test('go out once a second, with the count of those that did not', () => {
    const { lines, clock, limited } = setUp()
    for (; clock.nowMs < 3_000; clock.nowMs += 1) limited.error('redis', { at: clock.nowMs }, 'Redis is away')
    expect(lines).toEqual([
      expect.objectContaining({ level: 'error', at: 0, msg: 'Redis is away' }),
      expect.objectContaining({ at: 1_000, suppressed: 999 }),
      expect.objectContaining({ at: 2_000, suppressed: 999 }),
    ])
    expect(lines[0]).not.toHaveProperty('suppressed')
  })

  test('of different keys do not hold each other up', () => {
    const { lines, limited } = setUp()
    limited.error('redis', {}, 'Redis is away')
    limited.warn('kie', {}, 'KIE is away')
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['error', 'Redis is away'],
      ['warn', 'KIE is away'],
    ])
  })

  test('may go out several times a second', () => {
    const { lines, clock, limited } = setUp(3)
    for (; clock.nowMs < 1_000; clock.nowMs += 100) limited.warn('kie', {}, 'slow')
    expect(lines).toHaveLength(3)
    limited.warn('kie', {}, 'slow')
    expect(lines.at(-1)).toMatchObject({ suppressed: 7 })
  })

  test('that were suppressed last are told when the trouble is over, once', () => {
    const { lines, limited } = setUp()
    for (let i = 0; i < 5; i++) limited.error('redis', {}, 'Redis is away')
    limited.warn('kie', {}, 'slow')
    limited.flush()
    limited.flush()
    expect(lines.slice(2)).toEqual([
      expect.objectContaining({ level: 'error', msg: 'Redis is away', suppressed: 4 }),
    ])
  })

  test('do not pile up memory under ever new keys, and lose no count', () => {
    const { lines, limited } = setUp()
    limited.error('first', {}, 'first')
    limited.error('first', {}, 'first')
    for (let i = 0; i < 1_000; i++) limited.error(`key ${i}`, {}, 'new')
    expect(lines.filter(({ msg }) => msg === 'first')).toEqual([
      expect.not.objectContaining({ suppressed: expect.anything() }),
      expect.objectContaining({ suppressed: 1 }),
    ])
  })
})
