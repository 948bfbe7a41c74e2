import { timingSafeEqual } from 'node:crypto'
import { SCOPES, type ApiKey, type Scope } from '@kiln/config'
import type { KeyAsker, KeyRecord, KeysRead, TenantLimits } from '@kiln/ledger'
import { digestOf, idIn } from './secret.ts'

/** Who calls: the tenant owns the jobs, the scopes say what may be done, the key stands in the audit. */
export interface Caller {
  key: string
  tenant: string
  scopes: readonly Scope[]
  /** Where its key stands; `nobody` came without one. */
  from: KeyAsker['from']
}

type Found =
  | { kind: 'known'; caller: Caller }
  | { kind: 'refused'; code: 'keyUnknown' | 'keyRevoked' | 'keyExpired' }
  /** The ledger was not heard in time, so it may have been revoked. */
  | { kind: 'unsure' }

export interface Keyring {
  /** Whether a caller needs a key; null while nobody can say. */
  needsKey(): boolean | null
  find(presented: string): Found
}

/** A keyring that hears of the ledger's keys as they change. */
export interface LiveKeyring extends Keyring {
  hear(read: KeysRead, askedMs: number): void
  /** Keys that this process knows to be revoked, and that stand in what was heard last: Redis went back in time. */
  cameBack(): string[]
  /** The version of what was heard last; null: nothing. */
  version(): string | null
  /** Redis' time as far as it is known here; null before it was heard once. */
  now(): number | null
  /** What the ledger keeps for a tenant. */
  limitsOf(tenant: string): TenantLimits | null
  /** Everybody who may call. */
  tenants(): string[]
}

/** Revoked keys end within five seconds everywhere: past this, what was heard is worth nothing. */
export const HEARD_FOR_MS = 4_500

/** Keeps digests only. `nowMs` is a clock that only goes forward. */
export function createKeyring(keys: readonly ApiKey[], nowMs: () => number): LiveKeyring {
  const findInEnvironment = findAmong(keys)
  let heard: Heard | null = null
  // Once a key was made, no call goes without, whatever Redis forgets.
  let wasNeeded = keys.length > 0

  // By id. Redis may go back to before somebody revoked one.
  const revoked = new Set<string>()

  const now = () => heard && heard.at + (nowMs() - heard.askedMs)

  function findInLedger(presented: string): Found {
    const id = idIn(presented)
    if (id === null) return UNKNOWN
    if (heard === null || nowMs() - heard.askedMs > HEARD_FOR_MS) return { kind: 'unsure' }
    const key = heard.keys.get(id)
    if (key === undefined || !timingSafeEqual(key.digest, digestOf(presented))) return UNKNOWN
    const { record, caller } = key
    if (revoked.has(id)) return { kind: 'refused', code: 'keyRevoked' }
    if (record.expiresAt !== null && record.expiresAt <= now()!)
      return { kind: 'refused', code: 'keyExpired' }
    return { kind: 'known', caller }
  }

  return {
    needsKey: () => wasNeeded || (heard === null ? null : false),
    find(presented) {
      const caller = findInEnvironment(presented)
      return caller === null ? findInLedger(presented) : { kind: 'known', caller }
    },
    hear(read, askedMs) {
      heard = { ...(read.kind === 'same' && heard !== null ? heard : keptOf(read)), at: read.now, askedMs }
      if (read.kind !== 'none') wasNeeded = true
      for (const [id, { record }] of heard.keys) if (record.revokedAt !== null) revoked.add(id)
    },
    cameBack: () =>
      [...(heard?.keys ?? [])]
        .filter(([id, { record }]) => record.revokedAt === null && revoked.has(id))
        .map(([, { record }]) => record.name),
    version: () => heard?.version ?? null,
    now,
    limitsOf: (tenant) => heard?.limits.get(tenant) ?? null,
    tenants: () => {
      const ofLedger = [...(heard?.keys.values() ?? [])].filter(({ record }) => record.revokedAt === null)
      return [...new Set([...keys, ...ofLedger.map(({ caller }) => caller)].map(({ tenant }) => tenant))]
    },
  }
}

const UNKNOWN: Found = { kind: 'refused', code: 'keyUnknown' }

interface Kept {
  version: string | null
  keys: ReadonlyMap<string, { record: KeyRecord; caller: Caller; digest: Buffer }>
  limits: ReadonlyMap<string, TenantLimits>
}

interface Heard extends Kept {
  /** Redis' time of the answer, and our own clock before the question. */
  at: number
  askedMs: number
}

function keptOf(read: KeysRead): Kept {
  if (read.kind !== 'changed') return { version: null, keys: new Map(), limits: new Map() }
  const keys = read.keys.map((record) => {
    const { id, name, tenant, digest } = record
    const scopes = SCOPES.filter((scope) => record.scopes.includes(scope))
    return [
      id,
      {
        record,
        caller: { key: name, tenant, scopes, from: 'ledger' as const },
        digest: Buffer.from(digest, 'hex'),
      },
    ] as const
  })
  const sound = keys.filter(([, { digest }]) => digest.length === 32)
  return { version: read.version, keys: new Map(sound), limits: read.limits }
}

/** Compares with every one of them, so that time tells nothing. */
function findAmong(keys: readonly ApiKey[]): (presented: string) => Caller | null {
  const known = keys.map(({ tenant, scopes, secret }) => ({
    caller: { key: tenant, tenant, scopes, from: 'environment' as const },
    digest: digestOf(secret),
  }))
  return (presented) => {
    const digest = digestOf(presented)
    return known.reduce<Caller | null>(
      (found, key) => (timingSafeEqual(key.digest, digest) ? key.caller : found),
      null,
    )
  }
}

export function mayDo(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin')
}
