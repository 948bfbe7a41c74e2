/** The durations decisions need; configuration divides every one by KILN_SPEED. */
export interface DecisionTiming {
  /** One whole createTask window: how long nothing is sent after a 429. */
  submitWindowMs: number
  /** How long a closed gate waits before it lets one job through as a probe. */
  gateProbeMs: number
  /** The same where credits have run out. */
  creditProbeMs: number
  /** How long an unknown task may stay unknown right after its creation. */
  unknownTaskGraceMs: number
  /** First pause of a job after its own failure, or after a call that never left. */
  retryPauseMs: number
  /** Shortest and longest gap between two reads of one running task. */
  readGapMinMs: number
  readGapMaxMs: number
  /** The same where the model's run times are known, or callbacks work. */
  readGapLongestMs: number
  /** What one read is worth: so much lag of a verdict. */
  readCostMs: number
  /** All run times below this count as alike; the buckets of longer ones are multiples of it. */
  runTimeUnitMs: number
  /** Reads of a late job, counted from its limit; after the last one it is parked. */
  lateReadsMs: readonly number[]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const REAL_TIMING: DecisionTiming = {
  submitWindowMs: 10_000,
  gateProbeMs: MINUTE,
  creditProbeMs: MINUTE,
  unknownTaskGraceMs: 90_000,
  retryPauseMs: 5_000,
  readGapMinMs: 3_000,
  readGapMaxMs: 30_000,
  readGapLongestMs: 3 * MINUTE,
  readCostMs: 1_000,
  runTimeUnitMs: 8_000,
  // 15, 30 and 60 minutes, then hourly to a day: KIE keeps records for two months,
  // but a task that gave no sign in a day needs a person.
  lateReadsMs: [15 * MINUTE, 30 * MINUTE, ...Array.from({ length: 24 }, (_, hour) => (hour + 1) * HOUR)],
}

/** The same timing `speed` times as fast. */
export function scaleTiming(timing: DecisionTiming, speed: number): DecisionTiming {
  const scaled = (ms: number) => Math.max(1, Math.round(ms / speed))
  return {
    submitWindowMs: scaled(timing.submitWindowMs),
    gateProbeMs: scaled(timing.gateProbeMs),
    creditProbeMs: scaled(timing.creditProbeMs),
    unknownTaskGraceMs: scaled(timing.unknownTaskGraceMs),
    retryPauseMs: scaled(timing.retryPauseMs),
    readGapMinMs: scaled(timing.readGapMinMs),
    readGapMaxMs: scaled(timing.readGapMaxMs),
    readGapLongestMs: scaled(timing.readGapLongestMs),
    readCostMs: scaled(timing.readCostMs),
    runTimeUnitMs: scaled(timing.runTimeUnitMs),
    lateReadsMs: timing.lateReadsMs.map(scaled),
  }
}
