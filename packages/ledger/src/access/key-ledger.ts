import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'
import { MICRO } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { limitsToStore, parseKey, readLimits, type KeyRecord, type TenantLimits } from './key-record.ts'

export type { KeyRecord, TenantLimits } from './key-record.ts'

/** Far more than anybody makes, and still read in one go. */
const MOST_KEYS = 1_000

export interface NewKey {
  id: string
  name: string
  tenant: string
  scopes: readonly string[]
  /** SHA-256 of the secret, in hex: the secret itself never comes here. */
  digest: string
  lastFour: string
  createdBy: string
  expiresAt: number | null
  /** Of its tenant: null takes one away, one that is left out stays as it is. */
  limits: Partial<TenantLimits>
}

/** As whom somebody manages keys. */
export interface KeyAsker {
  /** Where its key stands; `nobody` came without one, through the open door. */
  from: 'environment' | 'ledger' | 'nobody'
  environmentHasAdmin: boolean
}

export type KeysRead =
  /** No key was ever made here. */
  | { kind: 'none'; now: number }
  | { kind: 'same'; now: number }
  | {
      kind: 'changed'
      version: string
      keys: KeyRecord[]
      limits: ReadonlyMap<string, TenantLimits>
      now: number
    }

export type KeyCreated =
  | { kind: 'created'; key: KeyRecord }
  | { kind: 'taken' }
  /** Nobody would be left who may manage keys. */
  | { kind: 'adminFirst' }
  | { kind: 'full' }
  | Refused

export type KeyRevoked =
  { kind: 'revoked'; key: KeyRecord } | { kind: 'gone' } | { kind: 'lastAdmin' } | Refused

/** The key of whoever asks ended meanwhile, or the door was closed. */
interface Refused {
  kind: 'refused'
}

export interface KeyLedger {
  /** `seen` is the version that the caller has. */
  read(seen: string | null): Promise<KeysRead>
  /** By the name of the key. */
  lastUses(): Promise<ReadonlyMap<string, number>>
  create(key: NewKey, asker: KeyAsker): Promise<KeyCreated>
  /** Revoking twice changes nothing. */
  revoke(name: string, by: string, asker: KeyAsker): Promise<KeyRevoked>
  noteUse(names: readonly string[]): Promise<void>
}

/** Drawn, not counted: a Redis that went back in time must not show a number that was seen before. */
const drawVersion = () => randomBytes(8).toString('hex')

export function createKeyLedger(redis: Redis, prefix: string, run: RunScript): KeyLedger {
  const keys = keysUnder(prefix)
  return {
    async read(seen) {
      const answer = await run<RawKeys>('read-keys', { ...(seen !== null && { seen }) })
      if (answer.kind !== 'changed') return { kind: answer.kind, now: answer.now }
      const { version, now } = answer
      return {
        kind: 'changed',
        version,
        keys: listOf(answer.keys).flatMap((text) => parseKey(text) ?? []),
        limits: readLimits(listOf(answer.limits), MICRO),
        now,
      }
    },
    async lastUses() {
      const used = await redis.hgetall(keys.apiKeysUsed)
      return new Map(Object.entries(used).map(([name, at]) => [name, Number(at)]))
    },
    async create({ limits, ...record }, asker) {
      const { expiresAt, ...lasting } = record
      const answer = await run<{ kind: KeyCreated['kind']; record?: string }>('create-key', {
        record: expiresAt === null ? lasting : record,
        isLastingAdmin: record.scopes.includes('admin') && expiresAt === null,
        asker,
        limits: limitsToStore(limits, MICRO),
        told: toldOf(record, limits),
        most: MOST_KEYS,
        version: drawVersion(),
      })
      return answer.kind === 'created'
        ? { kind: 'created', key: sound(answer.record) }
        : { kind: answer.kind }
    },
    async revoke(name, by, asker) {
      const args = { name, by, asker, version: drawVersion() }
      const answer = await run<{ kind: KeyRevoked['kind']; record?: string }>('revoke-key', args)
      return answer.kind === 'revoked'
        ? { kind: 'revoked', key: sound(answer.record) }
        : { kind: answer.kind }
    },
    noteUse: async (names) => void (await run('note-key-use', { names })),
  }
}

type RawKeys =
  | { kind: 'none' }
  | { kind: 'same' }
  | { kind: 'changed'; version: string; keys: string[] | object; limits: string[] | object }

/** An empty list of Lua's comes as an object. */
const listOf = (list: string[] | object): string[] => (Array.isArray(list) ? (list as string[]) : [])

/** What the audit tells of a new key. */
function toldOf({ tenant, scopes, expiresAt }: Omit<NewKey, 'limits'>, limits: Partial<TenantLimits>) {
  const caps = Object.entries(limits).map(([name, amount]) => [
    name,
    amount === null ? 'none' : String(amount),
  ])
  return {
    tenant,
    scopes: scopes.join('+'),
    ...(expiresAt !== null && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(Object.fromEntries(caps) as Record<string, string>),
  }
}

function sound(text: string | undefined): KeyRecord {
  const key = parseKey(text ?? '')
  if (key === null) throw new Error('a key that was just written cannot be read back')
  return key
}
