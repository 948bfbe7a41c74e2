/** Every state a job can be in. `live` states still move by themselves or wait for KIE. */
export const STATES = {
  queued: { live: true, means: 'accepted, not sent; names the gate it waits for' },
  submitting: { live: true, means: 'intent written, createTask on the wire' },
  unconfirmed: { live: true, means: "createTask's outcome is unknown" },
  running: { live: true, means: 'KIE has it; kiln watches it' },
  late: { live: true, means: 'past the polling limit without a verdict; still read, sparsely' },
  parked: { live: false, means: 'needs a person, and says why' },
  succeeded: { live: false, means: 'a well-formed result was seen' },
  failed: { live: false, means: 'KIE or validation said so' },
  canceled: { live: false, means: 'ended by the caller or written off by an operator' },
} as const satisfies Record<string, { live: boolean; means: string }>

export type State = keyof typeof STATES
export const STATE_NAMES = Object.keys(STATES) as readonly State[]

/** States that carry a verdict: written once, followed by one outbox row. */
export const ENDED_STATES = ['succeeded', 'failed', 'canceled'] as const satisfies readonly State[]
export type EndedState = (typeof ENDED_STATES)[number]

export function isEnded(state: State): state is EndedState {
  return (ENDED_STATES as readonly State[]).includes(state)
}
