import { checkCharges } from './charges.ts'
import { checkConservation, checkIndexes } from './conservation.ts'
import type { Evidence, Finding } from './evidence.ts'
import { checkFigures } from './figures.ts'
import { checkProcesses, checkSecrets } from './processes.ts'
import { checkVerdicts } from './verdicts.ts'

/** What must hold after every run, whatever happened in it. Nothing found is a pass. */
export function audit(evidence: Evidence): Finding[] {
  return [
    checkCharges,
    checkConservation,
    checkIndexes,
    checkVerdicts,
    checkFigures,
    checkSecrets,
    checkProcesses,
  ].flatMap((check) => check(evidence))
}

/**
 * What must hold after Redis went back in time. The ledger cannot say what was promised or told any
 * more, so the callers' word stands for it: no job was paid for beyond what its caller allowed.
 */
export function auditAfterRollback(evidence: Evidence): Finding[] {
  const promised = evidence.accepted.map(({ id, retries }) => [id, { retriesUsed: String(retries) }] as const)
  return [
    ...checkCharges({ ...evidence, records: new Map(promised) }),
    ...checkSecrets(evidence),
    ...checkProcesses(evidence),
  ]
}

/** What must hold of the jobs that an older ledger still knows, once work goes on. */
export function auditWhatIsKnown(evidence: Evidence): Finding[] {
  const accepted = evidence.accepted.filter(({ id }) => evidence.records.has(id))
  return [checkConservation, checkIndexes].flatMap((check) => check({ ...evidence, accepted }))
}

const FROZEN = '"event":"rolledBack"'

export const isFrozen = ({ lines, metrics }: Evidence) =>
  lines.some((line) => line.includes(FROZEN)) && metrics.get('kiln_gate_open{gate="paused"}') === 0
