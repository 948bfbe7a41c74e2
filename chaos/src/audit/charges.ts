import type { Charge } from '@kiln/simulator'
import { finding, type AcceptedJob, type Evidence, type Finding, type StoredRecord } from './evidence.ts'

/** The simulator's charges of each accepted job, by the job's id. */
export function chargesByJob({ accepted, books }: Evidence): Map<string, Charge[]> {
  // With callbacks the books know the id, without them the caller's own key.
  const idOf = new Map(accepted.flatMap(({ id, key }) => [[id, id] as const, [key, id] as const]))
  const charges = new Map<string, Charge[]>(accepted.map(({ id }) => [id, []]))
  for (const charge of books.charges) charges.get(idOf.get(charge.key) ?? '')?.push(charge)
  return charges
}

/**
 * How many charges the rules allow: the first, one for each retry that was used or proven free, and one
 * for each time that a person had it run again. How many retries there may be is the caller's word, not the ledger's.
 */
function authorisedCharges(
  record: StoredRecord | undefined,
  { retries, requeues = 0 }: Pick<AcceptedJob, 'retries' | 'requeues'>,
): number {
  const used = Math.min(retries, Number(record?.['retriesUsed'] ?? 0))
  return 1 + used + Number(record?.['creditReturns'] ?? 0) + requeues
}

/** Nobody pays twice, and no task exists that belongs to nobody. */
export function checkCharges(evidence: Evidence): Finding[] {
  const known = chargesByJob(evidence)
  const jobs = new Map(evidence.accepted.map((job) => [job.id, job]))
  const twice = [...known].flatMap(([id, charges]) => {
    const allowed = authorisedCharges(evidence.records.get(id), jobs.get(id) ?? { retries: 0 })
    return charges.length > allowed
      ? [finding('paidTwice', id, `${charges.length} charges where ${allowed} are allowed`)]
      : []
  })
  const attributed = [...known.values()].reduce((sum, charges) => sum + charges.length, 0)
  const nobodys = evidence.books.charges.length + evidence.books.forgotten - attributed
  return nobodys === 0
    ? twice
    : [...twice, finding('paidTwice', null, `${nobodys} charges belong to no accepted job`)]
}
