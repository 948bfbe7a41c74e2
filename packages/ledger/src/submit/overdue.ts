import type { LedgerLimits } from '../limits.ts'
import type { Moved } from '../moved.ts'
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
  const { overdue } = await run<{ overdue: (OverdueAttempt | DamagedRecord)[] | object }>('overdue', { max })
  // An empty Lua table becomes an empty JSON object.
  return Array.isArray(overdue) ? overdue : []
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
        detail: { cause: 'no answer was written down in time' },
      })
    : run<Moved>('transition', {
        id: attempt.id,
        event: 'horizonPassed',
        expect,
        set: { parkedReason: 'noAnswer' },
        detail: { cause: 'no callback explained the lost answer' },
      })
}
