import type { JobForAct, JobLedger, JobRecord } from '@kiln/ledger'
import { z } from 'zod'
import { mayDo, type Caller } from '../access/keyring.ts'

/** Not checked further: what is no job id names no job. */
export const jobParams = z.object({ id: z.string() })

/** A damaged record that does not tell its owner any more is the administrator's: somebody has to see to it. */
export function isOwn(job: JobRecord, caller: Caller): boolean {
  return job.tenant === caller.tenant || (job.tenant === '' && mayDo(caller, 'admin'))
}

/** The job, if it is the caller's own. Another tenant's job is answered like one that does not exist. */
export async function readOwnJob(ledger: JobLedger, caller: Caller, id: string): Promise<JobRecord | null> {
  const job = await ledger.read(id)
  return job !== null && isOwn(job, caller) ? job : null
}

/** The same, with what an act on it is compared with. */
export async function readOwnForAct(
  ledger: JobLedger,
  caller: Caller,
  id: string,
): Promise<JobForAct | null> {
  const found = await ledger.acts.read(id)
  return found !== null && isOwn(found.job, caller) ? found : null
}
