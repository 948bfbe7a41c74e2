import type { BatchRecord, JobLedger } from '@kiln/ledger'
import { z } from 'zod'
import type { Caller } from '../access/keyring.ts'

/** Not checked further: what is no batch id names no batch. */
export const batchParams = z.object({ id: z.string() })

/** The batch, if it is the caller's own. Another tenant's is answered like one that does not exist. */
export async function readOwnBatch(
  { batches }: JobLedger,
  caller: Caller,
  id: string,
): Promise<BatchRecord | null> {
  const batch = await batches.read(id)
  return batch?.tenant === caller.tenant ? batch : null
}
