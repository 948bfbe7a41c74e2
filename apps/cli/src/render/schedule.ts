import type { RunTimesView } from '@kiln/contract'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

const LONGEST_BAR = 40

/** How long a model's runs took, with a bar for each span of time. */
export function renderSchedule(id: string, runTimes: RunTimesView | null, ink: Ink): string {
  const title = `${ink.bold(plain(id))}\n`
  if (runTimes === null)
    return `${title}No run is known yet: reads go by the catalogue, or by growing gaps.\n`
  const { runs, expectedSeconds, buckets } = runTimes
  const most = Math.max(...buckets.map((bucket) => bucket.runs))
  const bar = (count: number) => '█'.repeat(Math.max(1, Math.round((count / most) * LONGEST_BAR)))
  const rows = buckets.map((bucket) => [
    `${seconds(bucket.fromSeconds)} to ${seconds(bucket.toSeconds)}`,
    String(bucket.runs),
    bar(bucket.runs),
  ])
  const { half, nineInTen } = expectedSeconds
  const expected =
    half === null ? '' : `Half end within ${seconds(half)}, nine in ten within ${seconds(nineInTen)}.\n`
  return `${title}${runs} runs, the older ones counted less. ${expected}\n${renderTable([['took', 'runs', ''], ...rows])}`
}

const seconds = (value: number | null) => (value === null ? 'an hour or more' : `${Math.round(value)} s`)
