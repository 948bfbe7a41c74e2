import type { RunTimesView } from '@kiln/contract'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

const LONGEST_BAR = 40

/** How long a model's runs took, with a bar for each span of time. */
export function renderSchedule(id: string, runTimes: RunTimesView | null, ink: Ink, words: Words): string {
  const { noneKnown, known, ended, span, columns } = words.schedule
  const title = `${ink.bold(plain(id))}\n`
  if (runTimes === null) return `${title}${noneKnown}\n`
  const { runs, expectedSeconds, buckets } = runTimes
  const most = Math.max(...buckets.map((bucket) => bucket.runs))
  const bar = (count: number) => '█'.repeat(Math.max(1, Math.round((count / most) * LONGEST_BAR)))
  const rows = buckets.map((bucket) => [
    span(whole(bucket.fromSeconds)!, whole(bucket.toSeconds)),
    String(bucket.runs),
    bar(bucket.runs),
  ])
  const { half, nineInTen } = expectedSeconds
  const expected =
    half === null ? known(runs) : words.both(known(runs), ended(whole(half)!, whole(nineInTen)))
  return `${title}${expected}\n\n${renderTable([[...columns, ''], ...rows])}`
}

/** null: beyond the last bucket. */
const whole = (seconds: number | null) => (seconds === null ? null : Math.round(seconds))
