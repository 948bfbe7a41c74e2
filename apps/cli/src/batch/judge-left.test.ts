import { expect, test } from '@jest/globals'
import { aBatch } from '../testing/a-batch.ts'
import { judgeLeft, type Left } from './judge-left.ts'

const NOW = Date.parse('2026-11-21T11:12:30.000Z')
const inSeconds = (seconds: number) => new Date(NOW + seconds * 1000).toISOString()

interface Case {
  finishAt?: string
  gate?: 'credits'
  succeeded?: number
  perSecond?: number
  lately?: number
  quietMs?: number
}

test.each<[string, Case, Left]>([
  ["is kiln's estimate", { finishAt: inSeconds(30) }, { kind: 'about', seconds: 30 }],
  ['is unknown where kiln tells none, as while somebody paused', { perSecond: 2 }, { kind: 'unknown' }],
  [
    'does not go by a few lines',
    { finishAt: inSeconds(1), perSecond: 2, lately: 4 },
    { kind: 'about', seconds: 1 },
  ],
  ['is the later of the two', { finishAt: inSeconds(1), perSecond: 2 }, { kind: 'about', seconds: 50 }],
  ['is the later of the two', { finishAt: inSeconds(90), perSecond: 2 }, { kind: 'about', seconds: 90 }],
  ['is unknown where nothing is known', {}, { kind: 'unknown' }],
  ['is unknown where it should be over', { finishAt: inSeconds(-5) }, { kind: 'unknown' }],
  [
    'is a gate and no time where one holds all',
    { gate: 'credits', finishAt: inSeconds(30), perSecond: 2 },
    { kind: 'held', gate: 'credits' },
  ],
  [
    'is a stall where the last second takes two minutes',
    { finishAt: inSeconds(1), quietMs: 120_000 },
    { kind: 'stalled', seconds: 120 },
  ],
  ['is a stall where nobody knows a time', { quietMs: 61_000 }, { kind: 'stalled', seconds: 61 }],
  [
    'is no stall for some seconds',
    { finishAt: inSeconds(1), quietMs: 59_000 },
    { kind: 'about', seconds: 1 },
  ],
  [
    'is no stall where jobs take long',
    { finishAt: inSeconds(600), quietMs: 300_000 },
    { kind: 'about', seconds: 600 },
  ],
  ['is none where all is done', { succeeded: 100, quietMs: 300_000 }, { kind: 'done' }],
])(
  'what is left %s',
  (_what, { finishAt, gate, succeeded = 0, perSecond = null, lately = 20, quietMs = 0 }, left) => {
    const batch = aBatch({
      lines: 100,
      counts: { queued: 100 - succeeded, succeeded },
      ...(finishAt !== undefined && { finishAt }),
      ...(gate !== undefined && { gate }),
    })
    expect(judgeLeft(batch, { perSecond, lately, quietMs }, NOW)).toEqual(left)
  },
)
