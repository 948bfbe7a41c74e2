import { describe, expect, test } from '@jest/globals'
import { WORDS } from '../words/words.ts'
import { aBatch } from '../testing/a-batch.ts'
import { renderBar, renderProgress } from './progress.ts'

const NOW = Date.parse('2026-11-21T11:12:30.000Z')

/** Of a batch that kiln expects to be done then. */
const left = (finishAt: string) =>
  renderProgress(aBatch({ lines: 9, counts: { queued: 9 }, finishAt }), null, NOW, WORDS.en)

describe('the progress of a batch', () => {
  test('tells states, rate, credits and the time left', () => {
    const batch = aBatch({
      lines: 100,
      counts: { queued: 38, running: 2, succeeded: 55, failed: 5 },
      charged: 440,
    })
    expect(renderProgress(batch, 1.234, NOW, WORDS.en)).toBe(
      '60/100  38 queued, 2 running, 55 succeeded, 5 failed  1.2/s  440 credits  33 s left',
    )
  })

  test("goes by kiln's own estimate where there is one", () => {
    expect(left('2026-11-21T11:13:00.000Z')).toContain('30 s left')
    expect(left('2026-11-21T11:16:35.000Z')).toContain('4 min 5 s left')
    expect(left('2026-11-21T14:17:30.000Z')).toContain('3 h 5 min left')
    expect(left('2026-11-21T11:00:00.000Z')).toContain('1 s left')
  })

  test('says nothing of a rate or a time that nobody knows, and names the gate of a held batch', () => {
    const batch = aBatch({ lines: 9, counts: { queued: 9 }, gate: 'credits' })
    expect(renderProgress(batch, null, NOW, WORDS.en)).toBe('0/9  9 queued  held: credits  0 credits')
  })

  test('is no wider than the terminal, whose Chinese is twice as wide', () => {
    const batch = aBatch({ lines: 10, counts: { succeeded: 5, queued: 5 } })
    expect(renderBar(batch, null, NOW, 200, WORDS.en)).toMatch(/^█{10}░{10} {2}5\/10 {2}/)
    expect(renderBar(batch, null, NOW, 40, WORDS.en)).toHaveLength(39)
    expect(renderBar(batch, 1, NOW, 64, WORDS.zh).length).toBeLessThan(63)
  })
})
