import { describe, expect, test } from '@jest/globals'
import { aBatch } from '../testing/a-batch.ts'
import { WORDS } from '../words/words.ts'
import { createMeter } from './meter.ts'
import { openProgress } from './progress.ts'

function paper(columns: number | null) {
  const told = { text: '', nowMs: 0 }
  const progress = openProgress({
    err: async (text) => {
      told.text += text
      return true
    },
    errColumns: () => columns,
    now: () => told.nowMs,
    words: WORDS.en,
  })
  return { told, progress }
}

const seen = (succeeded: number) => aBatch({ lines: 9, counts: { succeeded, queued: 9 - succeeded } })

describe('progress on standard error', () => {
  test('is one line drawn over itself on a terminal', async () => {
    const { told, progress } = paper(80)
    for (const done of [0, 3, 9]) progress.show(seen(done))
    await progress.end()
    expect(told.text.split('\r\u001B[2K')).toHaveLength(4)
    expect(told.text.match(/\n/g)).toHaveLength(1)
  })

  test('is a line every five seconds in a log, and the last one always', async () => {
    const { told, progress } = paper(null)
    for (const [atMs, done] of [
      [0, 0],
      [1_000, 1],
      [4_999, 2],
      [5_000, 3],
      [6_000, 9],
    ] as const) {
      told.nowMs = atMs
      progress.show(seen(done))
    }
    await progress.end()
    const lines = told.text.trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['0/9', '3/9', '9/9'])
    expect(told.text).not.toContain('\u001B')
  })

  test('says nothing twice in a log, and that nothing happens only now and then', async () => {
    const { told, progress } = paper(null)
    for (let minutes = 0; minutes <= 12; minutes += 0.5) {
      told.nowMs = minutes * 60_000
      progress.show(seen(1))
    }
    await progress.end()
    const stalls = told.text.trimEnd().split('\n').slice(1)
    expect(stalls.map((line) => line.slice(line.indexOf('nothing')))).toEqual(
      [1, 5, 10].map((minutes) => `nothing ended for ${minutes} min 0 s`),
    )
  })
})

describe('a meter', () => {
  test('measures over the last half minute, and how long nothing was done', () => {
    const meter = createMeter()
    expect(meter.look(0, 0)).toEqual({ perSecond: null, lately: 0, quietMs: 0 })
    expect(meter.look(1_000, 0)).toEqual({ perSecond: null, lately: 0, quietMs: 1_000 })
    expect(meter.look(10_000, 100)).toEqual({ perSecond: 10, lately: 100, quietMs: 0 })
    expect(meter.look(40_000, 100)).toEqual({ perSecond: null, lately: 0, quietMs: 30_000 })
    // The look before 10 s is too old, the one at 40 s alone would jump.
    expect(meter.look(45_000, 200).perSecond).toBeCloseTo(100 / 35)
  })
})
