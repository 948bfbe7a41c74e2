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
