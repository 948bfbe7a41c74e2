/** `count` places, each of which comes back `windowMs` after it was used. */
export interface Window {
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
  /** First read after KIE accepted a task. */
  firstReadMs: number
  /** How long one claimed read may take; longer than a read's own deadline. */
  readLeaseMs: number
  /** How long a doorbell may go unanswered before it is rung again. */
  ringAgainMs: number
  /** How long a closed gate waits before it lets one job through. */
  gateProbeMs: number
}
