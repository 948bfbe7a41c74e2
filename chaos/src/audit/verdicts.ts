import type { Charge } from '@kiln/simulator'
import { chargesByJob } from './charges.ts'
import { finding, type AcceptedJob, type Evidence, type Finding, type StoredRecord } from './evidence.ts'

/** Every verdict is the simulator's own, and no paid result is thrown away. */
export function checkVerdicts(evidence: Evidence): Finding[] {
  const charges = chargesByJob(evidence)
  const jobs = new Map(evidence.accepted.map((job) => [job.id, job]))
  return [...evidence.records].flatMap(([id, record]) => {
    const words = faultOf(record, charges.get(id) ?? [], jobs.get(id))
    return words === null ? [] : [finding('wrongVerdict', id, words)]
  })
}

function faultOf(
  record: StoredRecord,
  charges: readonly Charge[],
  job: AcceptedJob | undefined,
): string | null {
  const { state, taskId } = record
  const task = charges.find((charge) => charge.taskId === taskId)
  const paidResult = charges.find((charge) => charge.state === 'success')
  switch (state) {
    case 'succeeded':
      if (task?.state !== 'success') return `succeeded, and its task is ${task?.state ?? 'unknown to KIE'}`
      return resultNames(record, task.taskId) ? null : 'succeeded without the result of its task'
    case 'failed':
      if (paidResult) return `failed, and task ${paidResult.taskId} of it succeeded`
      if (taskId === undefined) return job?.fate.refused ? null : 'failed, and KIE never refused it'
      return task?.state === 'fail' ? null : `failed, and its task is ${task?.state}`
    case 'canceled':
      if (job?.cancelAsked !== true) return 'canceled, and nobody asked for it'
      return paidResult && !resultNames(record, paidResult.taskId)
        ? 'canceled, and the result it was charged for is gone'
        : null
    case undefined:
    default:
      return null
  }
}

/** The simulator's links carry the task they are of. */
function resultNames(record: StoredRecord, taskId: string): boolean {
  return record['result']?.includes(taskId) ?? false
}
