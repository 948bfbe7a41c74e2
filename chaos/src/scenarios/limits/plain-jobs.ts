import { PROMPT_CANARY, type DrawnJob } from '../../load/draw-jobs.ts'

export interface PlainJob {
  durationMs?: number
  model?: string
  /** KIE may refuse it: a failure without a task is true then. */
  refused?: boolean
}

/** The nth job that nothing befalls, of those whose names begin so. */
export function plainJob(
  name: string,
  n: number,
  { durationMs = 2_000, model = 'nano-banana-2', refused = false }: PlainJob = {},
): DrawnJob {
  const key = `${name}-${n}`
  const prompt = `${PROMPT_CANARY} #job:${key} [sim: durationMs=${durationMs}]`
  return {
    key,
    fate: { refused, unanswered: false },
    body: { model, input: { prompt }, customId: key, retries: 0 },
    cancelAfterMs: null,
  }
}

export const plainJobs = (name: string, count: number, of?: PlainJob): DrawnJob[] =>
  Array.from({ length: count }, (_, i) => plainJob(name, i + 1, of))
