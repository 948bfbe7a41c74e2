import type { JobView } from './kiln-api.ts'

const HEADINGS = ['job', 'model', 'state', 'seconds', 'result']

/** A table of plain text: one row per job, its first result or the reason why there is none. */
export function renderResults(jobs: readonly JobView[]): string[] {
  const rows = [HEADINGS, ...jobs.map(rowOf)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    `  ${row.map((cell, column) => alignCell(cell, column, widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}

/** The line that stands once, at the end of the sample. */
export function renderVerdict(jobs: readonly JobView[]): string {
  return `${succeededOf(jobs)} of ${jobs.length} succeeded`
}

export function allSucceeded(jobs: readonly JobView[]): boolean {
  return jobs.length > 0 && succeededOf(jobs) === jobs.length
}

function succeededOf(jobs: readonly JobView[]): number {
  return jobs.filter((job) => job.state === 'succeeded').length
}

function rowOf(job: JobView): string[] {
  return [shortId(job.id), job.model, job.state, secondsOf(job), outcomeOf(job)]
}

/** The end of an id: its beginning is the time, and the same for all of a sample. */
function shortId(id: string): string {
  return id.slice(-8)
}

function secondsOf(job: JobView): string {
  if (job.finishedAt === null) return '-'
  return ((Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1_000).toFixed(1)
}

function outcomeOf(job: JobView): string {
  const url = job.result?.urls[0]
  if (url !== undefined) return url
  if (job.failure !== null) return `${job.failure.class}: ${job.failure.message}`
  if (job.parked !== null) return `needs a person: ${job.parked.reason}`
  if (job.waitingFor !== null) return `waits for ${job.waitingFor.gate}`
  return '-'
}

function alignCell(cell: string, column: number, width: number): string {
  return HEADINGS[column] === 'seconds' ? cell.padStart(width) : cell.padEnd(width)
}
