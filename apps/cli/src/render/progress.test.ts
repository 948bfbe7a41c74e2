import { describe, expect, test } from '@jest/globals'
import { WORDS } from '../words/words.ts'
import { aBatch } from '../testing/a-batch.ts'
import { renderBar, renderProgress } from './progress.ts'
import { widthOf } from './width.ts'

const NOW = Date.parse('2026-11-21T11:12:30.000Z')

const at = (perSecond: number | null, quietMs = 0) => ({ perSecond, lately: 20, quietMs })

/** Of a batch that kiln expects to be done then. */
const left = (finishAt: string, quietMs = 0) =>
  renderProgress(aBatch({ lines: 9, counts: { queued: 9 }, finishAt }), at(null, quietMs), NOW, WORDS.en)

describe('the progress of a batch', () => {
  test('tells states, rate, credits and the time left', () => {
    const batch = aBatch({
      lines: 100,
      counts: { queued: 38, running: 2, succeeded: 55, failed: 5 },
      charged: 440,
      finishAt: '2026-11-21T11:12:50.000Z',
    })
    expect(renderProgress(batch, at(1.234), NOW, WORDS.en)).toBe(
      '60/100  38 queued, 2 running, 55 succeeded, 5 failed  1.2/s  440 credits  about 33 s left',
    )
  })

  test("goes by kiln's own estimate where there is one", () => {
    expect(left('2026-11-21T11:13:00.000Z')).toContain('about 30 s left')
    expect(left('2026-11-21T11:16:35.000Z')).toContain('4 min 5 s left')
    expect(left('2026-11-21T14:17:30.000Z')).toContain('3 h 5 min left')
    expect(left('2026-11-21T11:00:00.000Z')).not.toContain('left')
  })

  test('says that nothing ends in place of a time that was over long ago', () => {
    const told = left('2026-11-21T11:12:31.000Z', 130_000)
    expect(told).toContain('nothing ended for 1 min 0 s')
    expect(told).not.toContain('left')
  })

  test('says nothing of a rate or a time that nobody knows, and names the gate of a held batch', () => {
    const batch = aBatch({ lines: 9, counts: { queued: 9 }, gate: 'credits' })
    expect(renderProgress(batch, at(null), NOW, WORDS.en)).toBe('0/9  9 queued  0 credits  held: credits')
  })

  test('is no wider than the terminal, whose Chinese is twice as wide', () => {
    const batch = aBatch({ lines: 10, counts: { succeeded: 5, queued: 5 } })
    expect(renderBar(batch, at(null), NOW, 200, WORDS.en)).toMatch(/^█{10}░{10} {2}5\/10 {2}/)
    for (const columns of [10, 20, 40, 64]) {
      for (const words of Object.values(WORDS))
        expect(widthOf(renderBar(batch, at(1), NOW, columns, words))).toBeLessThan(columns)
    }
  })

  test('goes without other parts first, so that a narrow terminal shows how far it is and what is left', () => {
    const finishAt = '2026-11-21T11:12:35.000Z'
    const batch = aBatch({ lines: 10, counts: { succeeded: 5, queued: 5 }, charged: 40, finishAt })
    const bar = (columns: number) => renderBar(batch, at(1), NOW, columns, WORDS.en)
    expect(bar(100)).toBe(
      '██████████░░░░░░░░░░  5/10  5 queued, 5 succeeded  1/s  40 credits  about 5 s left',
    )
    expect(bar(70)).toBe('██████████░░░░░░░░░░  5/10  5 queued, 5 succeeded  about 5 s left')
    expect(bar(50)).toBe('5/10  5 queued, 5 succeeded  about 5 s left')
    expect(bar(30)).toBe('5/10  about 5 s left')
    expect(bar(12)).toBe('5/10  about')
  })
})
