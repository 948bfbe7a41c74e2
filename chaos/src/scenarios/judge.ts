import { audit, auditAfterRollback, auditWhatIsKnown, isFrozen } from '../audit/audit.ts'
import { chargesByJob } from '../audit/charges.ts'
import { finding, type Evidence, type Finding } from '../audit/evidence.ts'
import { checkParked } from '../audit/parked.ts'
import type { Figure, Scenario } from './scenario.ts'

export interface Judgement {
  jobs: number
  findings: Finding[]
  parked: number
  /** Parked jobs that KIE has charged: a person finds a result behind them. */
  parkedCharged: number
  notes: Record<string, Figure>
}

/** What a run is worth, by what its scenario may leave behind. */
export function judge({ left, mustFreeze }: Scenario, evidence: Evidence, strikes: number): Judgement {
  const charges = chargesByJob(evidence)
  const parked = [...evidence.records].filter(([, record]) => record['state'] === 'parked')
  const counts = {
    jobs: evidence.accepted.length,
    parked: parked.length,
    parkedCharged: parked.filter(([id]) => (charges.get(id)?.length ?? 0) > 0).length,
  }
  if (left === undefined || left === 'everything') {
    return { ...counts, findings: [...audit(evidence), ...checkParked(evidence, strikes)], notes: {} }
  }
  const frozen = isFrozen(evidence)
  const forgotten = evidence.accepted.filter(({ id }) => !evidence.records.has(id)).length
  const unnoticed =
    mustFreeze === true && !frozen
      ? [finding('notFrozen', null, 'went on submitting on an older ledger')]
      : []
  return {
    ...counts,
    findings: [
      ...auditAfterRollback(evidence),
      ...(left === 'aResumedLedger' ? auditWhatIsKnown(evidence) : []),
      ...unnoticed,
    ],
    notes: {
      // A resumed one does not show any more that it was.
      ...(left === 'anOlderLedger' && { frozen: { value: frozen ? 1 : 0 } }),
      jobsForgotten: { value: forgotten },
    },
  }
}
