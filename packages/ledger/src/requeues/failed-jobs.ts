import { FAILURE_CLASSES, type Failure, type FailureClass } from '@kiln/lifecycle'
import type { FailureScope } from '../keys.ts'
import type { QuotedCredits } from '../record.ts'
import type { RunScript } from '../scripts.ts'

/** What a plan asks of a failed job. */
export interface FailedJob {
  attempt: number
  taskId: string | null
  failure: Failure
  quoted: QuotedCredits
  model: string
  finishedAt: number
}

/** Redis reads so many in a millisecond or two; others have their turn in between. */
const JOBS = 500

type Row = (string | false)[]

/** All jobs of a group by pages, oldest first; those that cannot be read are told apart. */
export async function* failedJobs(
  run: RunScript,
  scope: FailureScope,
  cause: string,
): AsyncGenerator<(FailedJob | 'unreadable')[]> {
  for (let after = '0'; ;) {
    const answer = await run<{ rows: Row[] | object; last?: string }>('list-failed', {
      scope,
      cause,
      after,
      jobs: JOBS,
    })
    const rows = Array.isArray(answer.rows) ? (answer.rows as Row[]) : []
    yield rows.map(readRow)
    if (rows.length < JOBS || answer.last === undefined) return
    after = answer.last
  }
}

/** By hand: a schema takes longer than all the rest of a plan. */
function readRow([attempt, taskId, failure, quoted, model, finishedAt]: Row): FailedJob | 'unreadable' {
  const told = readJson(failure) as Partial<Failure> | null
  const price = readJson(quoted)
  const isKnown = FAILURE_CLASSES.includes(told?.class as FailureClass) && typeof told?.charged === 'string'
  if (!isKnown || !model || !isQuoted(price) || !isWhole(attempt) || !isWhole(finishedAt)) return 'unreadable'
  return {
    attempt: Number(attempt),
    taskId: taskId || null,
    failure: told as Failure,
    quoted: price,
    model,
    finishedAt: Number(finishedAt),
  }
}

const isWhole = (text: string | false | undefined) => typeof text === 'string' && /^\d+$/.test(text)

function isQuoted(price: unknown): price is QuotedCredits {
  if (price === 'unknown') return true
  const { min, max } = (price ?? {}) as { min?: unknown; max?: unknown }
  return typeof min === 'number' && typeof max === 'number'
}

function readJson(text: string | false | undefined): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return null
  }
}
