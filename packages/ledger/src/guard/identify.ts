import type { RunScript } from '../scripts.ts'
import type { IntentMemory, Mark } from './remember-intents.ts'
import { newerSchemaOf, type Identified } from './schema.ts'

/** Learns which ledger this is and whether this release may work with it; takes over one of an older schema. */
export async function identifyLedger(run: RunScript, memory: IntentMemory): Promise<Identified<Mark | null>> {
  try {
    const { olderAtWork } = await run<{ olderAtWork?: number }>('identify', {})
    if (olderAtWork !== undefined) return { kind: 'olderAtWork', workers: olderAtWork }
    return { kind: 'ours', mark: memory.mark() }
  } catch (error) {
    const schema = newerSchemaOf(error)
    if (schema === null) throw error
    return { kind: 'newer', schema }
  }
}
