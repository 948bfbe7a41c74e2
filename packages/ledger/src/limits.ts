import { REAL_TIMING } from '@kiln/lifecycle'

/** `count` places, each of which comes back `windowMs` after it was used. */
interface Window {
  count: number
  windowMs: number
}

/** The durations and limits the scripts work with, already divided by KILN_SPEED. */
export interface LedgerLimits {
  submitWindow: Window
  pollWindow: Window
  /** Total deadline of one createTask call. */
  createTimeoutMs: number
  /** How much longer than that an intent may stand before its outcome counts as unknown. */
  intentGraceMs: number
  /** How long a lost answer may be explained by a callback; 0 when none can come. */
  unconfirmedHorizonMs: number
  /** How long a running task is polled before it counts as late. */
  pollDeadlineMs: number
  /** First read after KIE accepted a task, where nobody says when. */
  firstReadMs: number
  /** All run times below this are counted as alike. */
  runTimeUnitMs: number
  /** How long one claimed read may take; longer than a read's own deadline. */
  readLeaseMs: number
  /** How long a doorbell may go unanswered before it is rung again. */
  ringAgainMs: number
  /** How long a closed gate waits before it lets one job through. */
  gateProbeMs: number
  /** The same for a gate that closed for want of credits, and between two looks at the balance. */
  creditProbeMs: number
  /** How many turns a tenant gets while another gets one; 1 when it is not named. */
  weights: Readonly<Record<string, number>>
  /** Credits that a tenant may spend in a day; `*` is every other tenant. */
  budgets: Readonly<Record<string, number>>
  /** Jobs of a tenant that may be queued; `*` is every other tenant. */
  queuePerKey: Readonly<Record<string, number>>
  dayMs: number
  /** How many replicas must hold an intent before it is acted on; one that is connected must in any case. */
  replicas: number
  /** How long nothing begins after Redis restarted; longer than its workers take to reconnect. */
  restartHoldMs: number
  /** How far the time that KIE signed may be from Redis'. */
  signatureToleranceMs: number
  /** How long a bulk act is kept after its end; longer than its Idempotency-Key. */
  bulkKeptMs: number
}

export interface LimitSettings {
  submitWindow: Window
  pollWindow: Window
  createTimeoutMs: number
  pollDeadlineMs: number
  unconfirmedHorizonMs: number
  creditProbeMs: number
  weights: Readonly<Record<string, number>>
  budgets: Readonly<Record<string, number>>
  queuePerKey: Readonly<Record<string, number>>
  replicas?: number
  /** Whether KIE was given a URL to call back. */
  callbacks: boolean
  /** What the durations above were divided by already. */
  speed: number
}

/** A read's own deadline; on one machine the network does not get faster with KILN_SPEED. */
export function readTimeoutMs(speed: number): number {
  return Math.max(1_000, 10_000 / speed)
}

/** The limits of one installation: from its configuration, and from what nobody needs to set. */
export function ledgerLimits(settings: LimitSettings): LedgerLimits {
  const scaled = (ms: number) => Math.max(1, Math.round(ms / settings.speed))
  return {
    submitWindow: settings.submitWindow,
    pollWindow: settings.pollWindow,
    createTimeoutMs: settings.createTimeoutMs,
    intentGraceMs: scaled(5_000),
    unconfirmedHorizonMs: settings.callbacks ? settings.unconfirmedHorizonMs : 0,
    pollDeadlineMs: settings.pollDeadlineMs,
    firstReadMs: scaled(3_000),
    runTimeUnitMs: scaled(REAL_TIMING.runTimeUnitMs),
    readLeaseMs: readTimeoutMs(settings.speed) + 5_000,
    // Doorbells are answered in real time, whatever the speed.
    ringAgainMs: Math.max(2_000, 10_000 / settings.speed),
    gateProbeMs: scaled(60_000),
    creditProbeMs: settings.creditProbeMs,
    weights: settings.weights,
    budgets: settings.budgets,
    queuePerKey: settings.queuePerKey,
    dayMs: scaled(86_400_000),
    replicas: settings.replicas ?? 0,
    // Connections come back in real time too, within two seconds.
    restartHoldMs: 5_000,
    // As KIE's documentation has it. Clocks do not agree better with KILN_SPEED.
    signatureToleranceMs: 300_000,
    bulkKeptMs: scaled(30 * 86_400_000),
  }
}
