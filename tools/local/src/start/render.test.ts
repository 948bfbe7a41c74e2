import { expect, test } from '@jest/globals'
import type { JobView } from './kiln-api.ts'
import { renderCounts, renderProgressBar, renderProgressLine } from './render-progress.ts'
import { allSucceeded, renderResults, renderVerdict } from './render-results.ts'
import { openScreen } from './screen.ts'

const job = (state: string, more: Partial<JobView> = {}): JobView => ({
  id: '01990000-0000-7000-8000-0000deadbeef',
  model: 'nano-banana-2',
  state,
  waitingFor: null,
  createdAt: '2026-11-21T10:00:00.000Z',
  finishedAt: null,
  result: null,
  failure: null,
  parked: null,
  ...more,
})

const done = job('succeeded', {
  finishedAt: '2026-11-21T10:00:02.540Z',
  result: { urls: ['http://127.0.0.1:4000/one.png', 'http://127.0.0.1:4000/two.png'] },
})
const jobs = [job('running'), done, job('queued'), job('running')]

test('counts stand in the order of a job’s life', () => {
  expect(renderCounts(jobs)).toBe('1 queued, 2 running, 1 succeeded')
  expect(renderCounts([...jobs, job('a-new-state')])).toBe('1 queued, 2 running, 1 succeeded, 1 a-new-state')
})

test('the bar fills with what has ended, and never wraps', () => {
  expect(renderProgressBar(jobs, 100)).toBe(
    '  ██████░░░░░░░░░░░░░░░░░░ 1/4  1 queued, 2 running, 1 succeeded',
  )
  expect(renderProgressBar([done, job('parked')], 100)).toContain('█'.repeat(24))
  expect(renderProgressBar(jobs, 40)).toHaveLength(39)
  expect(renderProgressBar([], 100)).toContain('0/0')
})

test('no line of progress can be taken for the verdict', () => {
  expect(renderProgressLine([done, done])).toBe('  2/2 done: 2 succeeded')
  expect(renderVerdict([done, done])).toBe('2 of 2 succeeded')
})

test('the table shows each job’s first result, or why there is none', () => {
  const failure = { class: 'contentRefused', message: 'flagged as sensitive' }
  const rows = renderResults([
    done,
    job('failed', { model: 'm', finishedAt: '2026-11-21T10:01:40.000Z', failure }),
    job('parked', { parked: { reason: 'unconfirmed' } }),
    job('queued', { waitingFor: { gate: 'credits' } }),
    job('running'),
  ])
  expect(rows).toEqual([
    '  job       model          state      seconds  result',
    '  deadbeef  nano-banana-2  succeeded      2.5  http://127.0.0.1:4000/one.png',
    '  deadbeef  m              failed       100.0  contentRefused: flagged as sensitive',
    '  deadbeef  nano-banana-2  parked           -  needs a person: unconfirmed',
    '  deadbeef  nano-banana-2  queued           -  waits for credits',
    '  deadbeef  nano-banana-2  running          -  -',
  ])
})

test('nothing succeeded where there was nothing, or where one did not', () => {
  expect(allSucceeded([])).toBe(false)
  expect(allSucceeded([done, job('failed')])).toBe(false)
  expect(allSucceeded([done, done])).toBe(true)
})

function capture(isTTY: boolean, now?: () => number) {
  const written: string[] = []
  const terminal = isTTY ? { isTTY, columns: 100 } : {}
  const output = { ...terminal, write: (text: string) => written.push(text) }
  return { written, screen: openScreen(output, now) }
}

test('on a terminal progress is drawn over itself', () => {
  const { written, screen } = capture(true)
  screen.progress([job('queued')])
  screen.progress([done])
  screen.progressEnds()
  expect(written.map((text) => text.startsWith('\r\u001B[2K'))).toEqual([true, true, false])
  expect(written.join('').split('\n')).toHaveLength(2)
})

test('off a terminal nothing is coloured, in CI neither', () => {
  const { written, screen } = capture(false)
  screen.fact('Redis', 'redis://127.0.0.1:1')
  expect(written).toEqual(['  Redis     redis://127.0.0.1:1\n'])
})

test('off a terminal a changed count is a plain line, at most one a second, the last one always', () => {
  let nowMs = 0
  const { written, screen } = capture(false, () => nowMs)
  const show = (atMs: number, state: string) => {
    nowMs = atMs
    screen.progress([job(state)])
  }
  show(0, 'queued')
  show(300, 'submitting')
  show(900, 'running')
  show(1_500, 'running')
  show(3_000, 'running')
  show(3_100, 'succeeded')
  screen.progressEnds()
  screen.progressEnds()
  expect(written).toEqual(['  0/1 done: 1 queued\n', '  0/1 done: 1 running\n', '  1/1 done: 1 succeeded\n'])
})
