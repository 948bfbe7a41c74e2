/**
 * What can hold a job back, in the order in which a job names the first that applies.
 * `turn` is not a closed door: it means that the lane's turn has not come yet.
 */
export const GATES = [
  'paused',
  'auth',
  'edge',
  'unreachable',
  'credits',
  'maintenance',
  'model',
  'budget',
  'rate',
  'turn',
] as const
export type Gate = (typeof GATES)[number]

/** Gates that an answer from KIE closes. */
export type AnswerGate = Extract<
  Gate,
  'auth' | 'edge' | 'unreachable' | 'credits' | 'maintenance' | 'model' | 'rate'
>

export interface GateClosure {
  gate: AnswerGate
  /** How long nothing passes; after it one job goes through as a probe. */
  holdMs: number
  cause: string
}
