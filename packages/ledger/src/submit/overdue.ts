import type { LedgerLimits } from '../limits.ts'
import type { Moved } from '../moved.ts'
import { recordFromFlat } from '../record.ts'
import type { RunScript } from '../scripts.ts'

export interface OverdueAttempt {
  id: string
  state: 'submitting' | 'unconfirmed'
  attempt: number
}

export interface DamagedRecord {
  id: string
  damaged: string
}

export async function findOverdue(run: RunScript, max: number): Promise<(OverdueAttempt | DamagedRecord)[]> {
  type Found = DamagedRecord | (OverdueAttempt & { record: unknown })
  const { overdue } = await run<{ overdue: Found[] | object }>('overdue', { max })
  // An empty Lua table becomes an empty JSON object.
  const found = Array.isArray(overdue) ? (overdue as Found[]) : []
  return found.map((each) => {
    if ('damaged' in each) return each
    const { record, ...attempt } = each
    const parsed = recordFromFlat(record)
    return parsed.ok ? attempt : { id: each.id, damaged: parsed.fault }
  })
}

/** An intent without an answer becomes unconfirmed; an unexplained one goes to a person. */
export async function endOverdue(
  run: RunScript,
  limits: LedgerLimits,
  attempt: OverdueAttempt,
): Promise<Moved> {
  const expect = { state: attempt.state, attempt: attempt.attempt }
  return attempt.state === 'submitting'
    ? run<Moved>('transition', {
        id: attempt.id,
        event: 'lost',
        expect,
        inMs: { deadline: limits.unconfirmedHorizonMs },
        detail: { cause: 'no answer was written down in time', charged: 'unknown' },
      })
    : run<Moved>('transition', {
        id: attempt.id,
        event: 'horizonPassed',
        expect,
        set: { parkedReason: 'noAnswer' },
        detail: { cause: 'no callback explained the lost answer' },
      })
}
