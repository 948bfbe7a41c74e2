import { describe, expect, test } from '@jest/globals'
import { LANGUAGES } from '@kiln/languages'
import pc from 'picocolors'
import { inkFor } from '../render/ink.ts'
import { widthOf } from '../render/width.ts'
import { aGroup, aRequeue, aSystem } from '../testing/operating-views.ts'
import { WORDS } from '../words/words.ts'
import { createChanges } from './changes.ts'
import { renderFrame, type Picture } from './frame.ts'

const plainInk = inkFor({})
const gate = {
  gate: 'paused' as const,
  model: null,
  detail: 'paused by ops',
  since: '2026-11-21T12:00:00.000Z',
  until: null,
  probes: false,
  jobsHeld: 340,
}
const picture: Picture = {
  seen: {
    system: aSystem({ gates: [gate] }),
    failures: [aGroup(), aGroup({ message: '内容被拒绝，⚡无法访问🦊', fault: 'input' })],
    requeues: [aRequeue('running', { left: 100, requeued: 60, outcomes: { succeeded: 40, open: 20 } })],
  },
  changes: { queued: -40, running: 3, succeeded: 0 },
  address: 'http://127.0.0.1:3000',
  title: 'every 2 s',
  lost: null,
}

describe('a picture of kiln', () => {
  test('has gates, limits, credits, jobs with their change, failures and requeues', () => {
    const text = renderFrame(picture, { columns: 200, rows: 50 }, plainInk, WORDS.en).join('\n')
    expect(text).toMatch(/^gates +paused · paused by ops · 340 jobs held/m)
    expect(text).toMatch(/^submits +12 of 20 in 10 s {3}reads 30 of 100 in 10 s/m)
    expect(text).toMatch(/^jobs +340 queued \(-40\/min\), 23 running \(\+3\/min\)$/m)
    expect(text).toMatch(/^160 {2}·{22}▃█ {2}11-21 12:00 +KIE +upstreamError/m)
    expect(text).toMatch(
      /^requeue_\w+ {2}40\/160 {2}running {2}60 run again, 40 ok, 20 under way, 100 to go$/m,
    )
  })

  test('never has more columns or rows than the terminal, in any language', () => {
    for (const language of LANGUAGES) {
      for (const columns of [0, 1, 2, 7, 20, 40, 79, 200]) {
        for (const rows of [1, 5, 50]) {
          const lines = renderFrame(picture, { columns, rows }, plainInk, WORDS[language])
          expect(lines.length).toBeLessThanOrEqual(rows)
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns)
        }
      }
    }
  })

  test('is cut before it is coloured, so that no colour is left open', () => {
    const lines = renderFrame(picture, { columns: 10, rows: 50 }, pc.createColors(true), WORDS.en)
    for (const line of lines) {
      expect(count(line, ['1', '31', '32', '33'])).toBe(count(line, ['22', '39']))
    }
    expect(lines.join('')).toContain('\u001B[1m')
  })

  test('says when it is an old one, and why', () => {
    const lines = renderFrame(
      { ...picture, lost: 'nobody answers' },
      { columns: 80, rows: 9 },
      plainInk,
      WORDS.en,
    )
    expect(lines[1]).toBe('Shown as it was: nobody answers')
  })
})

/** How often one of these codes stands in a line. */
const count = (line: string, codes: string[]) =>
  codes.reduce((sum, code) => sum + line.split(`\u001B[${code}m`).length - 1, 0)

const jobs = (queued: number) => aSystem({ jobs: { queued } as never }).jobs

describe('the change of the jobs in a state', () => {
  test('is that of the last minute', () => {
    const changes = createChanges()
    expect(changes.look(0, jobs(100))).toBeNull()
    expect(changes.look(30_000, jobs(80))).toMatchObject({ queued: -40, running: 0 })
    expect(changes.look(120_000, jobs(80))).toMatchObject({ queued: 0 })
  })
})
