import type { JobView } from './kiln-api.ts'

/** In the order of a job's life; a state that is not listed comes last. */
const ORDER = [
  'queued',
  'submitting',
  'unconfirmed',
  'running',
  'late',
  'parked',
  'succeeded',
  'failed',
  'canceled',
]
const ENDED = ['succeeded', 'failed', 'canceled', 'parked']
const BAR_CELLS = 24

type Jobs = readonly Pick<JobView, 'state'>[]

/** `2 queued, 5 running, 5 succeeded` */
export function renderCounts(jobs: Jobs): string {
  const counts = new Map<string, number>()
  for (const { state } of jobs) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts]
    .toSorted(([one], [other]) => rank(one) - rank(other))
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')
}

/** For a log, where a line stays. */
export function renderProgressLine(jobs: Jobs): string {
  return `  ${endedOf(jobs)}/${jobs.length} done: ${renderCounts(jobs)}`
}

/** For a terminal, where it is drawn over itself. */
export function renderProgressBar(jobs: Jobs, columns: number): string {
  const filled = jobs.length === 0 ? 0 : Math.floor((endedOf(jobs) / jobs.length) * BAR_CELLS)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
  return `  ${bar} ${endedOf(jobs)}/${jobs.length}  ${renderCounts(jobs)}`.slice(0, columns - 1)
}

function endedOf(jobs: Jobs): number {
  return jobs.filter(({ state }) => ENDED.includes(state)).length
}

function rank(state: string): number {
  return ORDER.includes(state) ? ORDER.indexOf(state) : ORDER.length
}
