import { describe, expect, test } from '@jest/globals'
import { decideRead } from '../decide-read.ts'
import { REAL_TIMING } from '../timing.ts'
import { PLAIN_PACE, type ReadPace } from './read-pace.ts'
import { nextReadAt } from './read-schedule.ts'
import { shapeOf } from './run-shape.ts'

const JOBS = 5_000
/** Two reads a second. */
const PER_READ_MS = 500
const LIMIT_MS = 600_000

interface Watched {
  submittedAt: number
  limitAt: number
  dueAt: number
  lastReadAt: number | null
  lateAt: number | null
}

/** The due-set: whoever has waited longest is claimed first, one read of the meter at a time. */
function dueSet() {
  const waiting: Watched[] = []
  return {
    put(job: Watched) {
      let [low, high] = [0, waiting.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (waiting[middle]!.dueAt <= job.dueAt) low = middle + 1
        else high = middle
      }
      waiting.splice(low, 0, job)
    },
    takeDue: (now: number) => (waiting[0] && waiting[0].dueAt <= now ? waiting.shift()! : null),
  }
}

/** Tasks that never end, all sent at once: the worst there can be for the meter. */
function watchCrowd(pace: ReadPace): Watched[] {
  const due = dueSet()
  const jobs = Array.from({ length: JOBS }, (_, n) => {
    const times = { submittedAt: n, limitAt: n + LIMIT_MS }
    const dueAt = nextReadAt({ ...times, now: n }, REAL_TIMING, (n % 10) / 10, pace)
    return { ...times, dueAt, lastReadAt: null, lateAt: null }
  })
  for (const job of jobs) due.put(job)
  for (let now = 0; now <= LIMIT_MS + 2 * JOBS * PER_READ_MS; now += PER_READ_MS) {
    const job = due.takeDue(now)
    if (job === null) continue
    const state = job.lateAt === null ? 'running' : 'late'
    const rest = { retriesLeft: 0, creditReturns: 0, resultlessReads: 0, pace }
    const decision = decideRead({ ...job, state, ...rest }, { class: 'pending' }, now, REAL_TIMING, 0.5)
    job.lastReadAt = now
    if (decision.event === 'limitPassed') job.lateAt = now
    if ('readAt' in decision) job.dueAt = decision.readAt
    due.put(job)
  }
  return jobs
}

const known = shapeOf(null, { min: 60, max: 90, median: 75 })

describe('5,000 running jobs under two reads a second', () => {
  test.each([
    ['of a model that nobody knows', PLAIN_PACE],
    ['of a model that is known', { ...PLAIN_PACE, shape: known }],
    ['while callbacks are waited for', { shape: known, callbackHealth: 1 }],
  ])('%s: none counts as late without a read after its limit, and all are read in time', (_name, pace) => {
    const jobs = watchCrowd(pace)
    const roundMs = JOBS * PER_READ_MS
    for (const { limitAt, lateAt } of jobs) {
      expect(lateAt).not.toBeNull()
      expect(lateAt!).toBeGreaterThanOrEqual(limitAt)
      // One round of all others, and no more, may stand between the limit and the read after it.
      expect(lateAt! - limitAt).toBeLessThanOrEqual(roundMs + 2 * REAL_TIMING.readGapMaxMs)
    }
  })
})
