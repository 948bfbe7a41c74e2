import type { SystemView } from '@kiln/sdk'

/** What does not come right by itself. */
export type Need =
  /** `command` opens one that is closed by hand, or until a person has looked. */
  | { kind: 'gate'; gate: string; command: string | null }
  | { kind: 'parked'; jobs: number }
  | { kind: 'noWorker' }
  | { kind: 'credits'; at: string }
  | { kind: 'noCredits' }

/** Time enough to buy some. */
const SOON_MS = 3_600_000

/** Everything of a system that waits for a person. */
export function needsPerson({ now, gates, jobs, workers, credits }: SystemView): Need[] {
  const closed = gates.filter(({ until }) => until === null)
  const parked = jobs.parked ?? 0
  return [
    ...closed.map(gateNeed),
    ...(parked === 0 ? [] : [{ kind: 'parked' as const, jobs: parked }]),
    ...(workers.length > 0 ? [] : [{ kind: 'noWorker' as const }]),
    ...creditsNeed(credits, Date.parse(now)),
  ]
}

function gateNeed({ gate, model }: SystemView['gates'][number]): Need {
  const command = model === null ? 'kiln resume' : `kiln resume --model ${model}`
  return {
    kind: 'gate',
    gate: model === null ? gate : `${gate} ${model}`,
    command: gate === 'paused' ? command : null,
  }
}

function creditsNeed(credits: SystemView['credits'], nowMs: number): Need[] {
  if (credits === null) return []
  if (credits.balance <= 0) return [{ kind: 'noCredits' }]
  const { goneAt } = credits
  return goneAt !== null && Date.parse(goneAt) - nowMs < SOON_MS ? [{ kind: 'credits', at: goneAt }] : []
}
