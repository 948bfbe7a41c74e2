import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'

/**
 * The shape of the whole ledger: its keys, its records, and what its scripts expect of each other.
 * Raised when a release of before would misread what this one writes, and with RECORD_VERSION. What an
 * older release merely does not know of raises nothing.
 */
export const SCHEMA = 1

/** What a worker learns of the ledger before anything is done with it. */
export type Identified<Mark> =
  | { kind: 'ours'; mark: Mark }
  /** A newer release writes it. */
  | { kind: 'newer'; schema: number }
  /** So many workers of an older release still work with it. */
  | { kind: 'olderAtWork'; workers: number }

const REFUSAL = /\bLEDGERNEWER (\d+)/

/** Each script refuses a ledger that is newer than itself; null for any other error. */
export function newerSchemaOf(error: unknown): number | null {
  const [, schema] = REFUSAL.exec(String((error as { message?: unknown }).message)) ?? []
  return schema === undefined ? null : Number(schema)
}

/** For a process that has not run a script yet; null where it may work with the ledger. */
export async function readNewerSchema(redis: Redis, prefix: string): Promise<number | null> {
  const schema = Number(await redis.hget(keysUnder(prefix).key('ledger'), 'schema'))
  return schema > SCHEMA ? schema : null
}

export function newerLedgerWords(schema: number): string {
  return (
    `the ledger is of schema ${schema}, and this release of kiln knows up to ${SCHEMA}: a newer one works with it; ` +
    'run that one, or put back a copy of Redis made before it (docs/operating.md)'
  )
}

export function olderAtWorkWords(workers: number): string {
  return (
    `the ledger is of an older schema than ${SCHEMA}, and ${workers} workers of an older release are at work: ` +
    'end them and their APIs, then start this one (docs/operating.md)'
  )
}
