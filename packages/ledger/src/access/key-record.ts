/** An API key as the ledger keeps it. Times are Redis time in milliseconds. */
export interface KeyRecord {
  /** Stands in the secret, so that the key is found by it. */
  id: string
  name: string
  tenant: string
  scopes: readonly string[]
  digest: string
  lastFour: string
  createdAt: number
  createdBy: string
  expiresAt: number | null
  revokedAt: number | null
  revokedBy: string | null
}

/** A time that there is none of is left out. */
type StoredKey = Omit<KeyRecord, 'expiresAt' | 'revokedAt' | 'revokedBy'> & Partial<KeyRecord>
const NEITHER = { expiresAt: null, revokedAt: null, revokedBy: null }

/** What a tenant may do, as far as the ledger says so. */
export interface TenantLimits {
  weight: number | null
  budgetPerDay: number | null
  queueLimit: number | null
}

const NO_LIMITS: TenantLimits = { weight: null, budgetPerDay: null, queueLimit: null }

/** How the scripts call each. */
const KIND_OF = { weight: 'weight', budgetPerDay: 'budget', queueLimit: 'queue' } as const
const NAME_OF = { weight: 'weight', budget: 'budgetPerDay', queue: 'queueLimit' } as const

/** null for what is no key: whoever presents it is refused, and all others are served. */
export function parseKey(text: string): KeyRecord | null {
  try {
    const record = JSON.parse(text) as StoredKey
    const { id, name, tenant, digest, scopes } = record
    const isSound =
      [id, name, tenant, digest].every((part) => typeof part === 'string') && Array.isArray(scopes)
    return isSound ? { ...NEITHER, ...record } : null
  } catch {
    return null
  }
}

/** As the scripts count them: credits in millionths. */
export function limitsToStore(limits: Partial<TenantLimits>, micro: number) {
  return Object.entries(limits).map(([name, amount]) => {
    const kind = KIND_OF[name as keyof TenantLimits]
    if (amount === null || amount === undefined) return { kind }
    return { kind, amount: String(kind === 'budget' ? Math.round(amount * micro) : amount) }
  })
}

/** `weight:shop`, `3`, … */
export function readLimits(flat: readonly string[], micro: number): Map<string, TenantLimits> {
  const limits = new Map<string, TenantLimits>()
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [, kind = '', tenant = ''] = /^(weight|budget|queue):(.+)$/.exec(flat[i]!) ?? []
    const name = NAME_OF[kind as keyof typeof NAME_OF]
    if (name === undefined) continue
    const amount = Number(flat[i + 1]) / (kind === 'budget' ? micro : 1)
    limits.set(tenant, { ...NO_LIMITS, ...limits.get(tenant), [name]: amount })
  }
  return limits
}
