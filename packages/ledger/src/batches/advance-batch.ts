import type { RunScript } from '../scripts.ts'

/** What one slice came to. */
export type BatchStep =
  | { kind: 'idle' }
  /** `made`: lines that became jobs; `canceled`: the models of jobs that were canceled. */
  | { kind: 'advanced'; id: string; made: number; canceled: string[] }

/** Bounds of one slice: about a tenth of a millisecond for each job, and for so long nobody else is served. */
const JOBS = 16
const BYTES = 64 * 1024

export async function advanceBatch(run: RunScript): Promise<BatchStep> {
  const answer = await run<
    { kind: 'idle' } | { kind: 'advanced'; id: string; made: number; canceled?: string[] }
  >('advance-batch', { jobs: JOBS, bytes: BYTES })
  if (answer.kind === 'idle') return { kind: 'idle' }
  return { kind: 'advanced', id: answer.id, made: answer.made, canceled: answer.canceled ?? [] }
}
