import type { Draw } from '@kiln/simulator'

/** A phrase that stands in every prompt, and in nothing that a run writes. */
export const PROMPT_CANARY = 'a heron in the mist, canary 61c7'

export interface Fate {
  /** KIE refuses it: it may fail without a task. */
  refused: boolean
  /** No usable answer comes to createTask: it may end with a person. */
  unanswered: boolean
}

export interface DrawnJob {
  key: string
  fate: Fate
  body: { model: string; input: Record<string, unknown>; customId: string; retries: number }
  /** How long after its acceptance its owner takes it back; most never do. */
  cancelAfterMs: number | null
}

/** What KIE does with a job, and how many of a hundred jobs meet it. */
const FATES: readonly (Partial<Fate> & { share: number; marker: string; retries?: number })[] = [
  { share: 3, marker: 'fail=501', retries: 1 },
  { share: 3, marker: 'fail=422:flagged as sensitive' },
  { share: 3, marker: 'code=500:This field is required', refused: true },
  { share: 2, marker: 'code=501', retries: 1, refused: true },
  { share: 2, marker: 'noTaskId', unanswered: true },
  { share: 2, marker: 'truncate', unanswered: true },
  { share: 2, marker: 'html', unanswered: true },
  { share: 3, marker: 'loseAnswer', unanswered: true },
  { share: 2, marker: 'callback=beforeAnswer' },
  { share: 2, marker: 'callback=duplicate' },
  { share: 2, marker: 'unknownForMs=4000' },
]

const CANCELED_SHARE = 0.04
const LONGEST_TASK_MS = 30_000

/** The nth job of a run: the same for the same seed, whatever else happens. */
export function drawJob(draw: Draw, n: number): DrawnJob {
  const key = `j${n}`
  const of = (what: string) => draw('job', n, what)
  const fate = fateAt(of('fate') * 100)
  const durationMs = Math.round(1_000 + of('duration') * LONGEST_TASK_MS)
  const markers = [`durationMs=${durationMs}`, ...(fate ? [fate.marker] : [])].join(', ')
  const prompt = `${PROMPT_CANARY} #job:${key} [sim: ${markers}]`
  const video = {
    model: 'sora-2-image-to-video',
    input: { prompt, image_urls: ['https://example.com/a.png'] },
  }
  const image = { model: 'nano-banana-2', input: { prompt } }
  return {
    key,
    fate: { refused: fate?.refused ?? false, unanswered: fate?.unanswered ?? false },
    body: { ...(of('model') < 0.2 ? video : image), customId: key, retries: fate?.retries ?? 0 },
    cancelAfterMs: of('cancel') < CANCELED_SHARE ? Math.round(of('cancel after') * 1_500) : null,
  }
}

function fateAt(percent: number): (typeof FATES)[number] | null {
  let upTo = 0
  for (const fate of FATES) {
    upTo += fate.share
    if (percent < upTo) return fate
  }
  return null
}
