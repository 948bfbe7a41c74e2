import type { JobLedger, JobRecord } from '@kiln/ledger'
import { z } from 'zod'
import type { Caller } from '../access/keyring.ts'

/** Not checked further: what is no job id names no job. */
export const jobParams = z.object({ id: z.string() })

/** The job, if it is the caller's own. Another tenant's job is answered like one that does not exist. */
export async function readOwnJob(ledger: JobLedger, caller: Caller, id: string): Promise<JobRecord | null> {
  const job = await ledger.read(id)
  return job?.tenant === caller.tenant ? job : null
}
