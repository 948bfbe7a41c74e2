import { createHash } from 'node:crypto'
import type { Idempotency } from '@kiln/ledger'
import { canonicalJson } from './canonical-json.ts'

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/

export type IdempotencyKey = { kind: 'none' } | { kind: 'given'; key: string } | { kind: 'invalid' }

/** Node joins repeated headers with a comma and a blank, so a key sent twice is not visible ASCII. */
export function readIdempotencyKey(header: string | string[] | undefined): IdempotencyKey {
  if (header === undefined) return { kind: 'none' }
  return typeof header === 'string' && VISIBLE_ASCII.test(header)
    ? { kind: 'given', key: header }
    : { kind: 'invalid' }
}

const REMEMBERED_MS = 72 * 60 * 60 * 1000
/** A caller's own retries take real time, whatever the speed. */
const SHORTEST_MS = 60_000

/** A key means something within its tenant only, and stands for one body, however that was spelled. */
export function idempotencyOf(tenant: string, key: string, body: unknown, speed: number): Idempotency {
  return { ...rememberKey(tenant, key, speed), fingerprint: sha256(canonicalJson(body)) }
}

/** The same of a key whose body is still to come. */
export function rememberKey(
  tenant: string,
  key: string,
  speed: number,
): Pick<Idempotency, 'keyHash' | 'ttlMs'> {
  return {
    keyHash: sha256(`${tenant}\n${key}`),
    ttlMs: Math.max(SHORTEST_MS, Math.round(REMEMBERED_MS / speed)),
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
