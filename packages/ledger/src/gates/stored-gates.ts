/** A gate as the scripts keep it. */
export interface StoredGate {
  since: number
  untilAt: number
  /** 0: opens by time alone; else one job passes as a probe each time this has gone by. */
  probeMs: number
  cause: string
  /** Whether it holds reads of KIE too. */
  reads: boolean
}

/** From here on a gate has no end of its own; the same number as in the scripts. */
export const NO_END = 1e15

/** What only others can give back has neither; the same number as in the scripts. */
export const NO_REFILL = 9e14

/** When a gate opens by itself, or lets a probe pass; null when a person has to open it. */
export function endOf(gate: Pick<StoredGate, 'untilAt'>): number | null {
  return gate.untilAt >= NO_END ? null : gate.untilAt
}

/** The same, and never in the past: a half-open gate lets a job try as soon as there is one. */
export function nextTry(gate: StoredGate, now: number): number | null {
  const end = endOf(gate)
  return end === null ? null : Math.max(end, now)
}

/** A gate with a probe stays closed until KIE answers well; one without opens by time. */
export function isClosed(gate: StoredGate, now: number): boolean {
  return gate.probeMs > 0 || now < gate.untilAt
}
