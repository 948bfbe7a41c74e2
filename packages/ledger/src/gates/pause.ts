import type { Paused, PauseScope, Resumed } from '../ledger.ts'
import type { RunScript } from '../scripts.ts'

/** All submissions, or those of one model. */
function gateOf(scope: PauseScope): string {
  return scope === 'submit' ? 'paused' : scope.replace(/^model:/, 'paused:')
}

/** Nothing more is submitted until somebody resumes; what is under way goes on. */
export async function pauseSubmissions(run: RunScript, scope: PauseScope, by: string): Promise<Paused> {
  const { cause, since } = await run<Paused>('pause', {
    gate: gateOf(scope),
    cause: `paused by ${by}`,
    scope,
    by,
  })
  return { cause, since }
}

export async function resumeSubmissions(run: RunScript, scope: PauseScope, by: string): Promise<Resumed> {
  const { missing } = await run<{ missing: number }>('resume', { gate: gateOf(scope), scope, by })
  return { missingIntents: missing }
}
