import type { Paused, Resumed } from '../ledger.ts'
import type { RunScript } from '../scripts.ts'

/** Nothing more is submitted until somebody resumes; what is under way goes on. */
export async function pauseSubmissions(run: RunScript, by: string): Promise<Paused> {
  const { cause, since } = await run<Paused>('pause', { cause: `paused by ${by}` })
  return { cause, since }
}

export async function resumeSubmissions(run: RunScript): Promise<Resumed> {
  const { missing } = await run<{ missing: number }>('resume', {})
  return { missingIntents: missing }
}
