import type { KeyView } from '@kiln/contract'
import { SCOPES } from '@kiln/config'
import type { KeyRecord } from '@kiln/ledger'
import { capsOf } from '../access/caps-of.ts'
import type { ApiDeps } from '../deps.ts'
import { renderTime } from '../show-job/render-time.ts'

const timeOrNull = (at: number | null) => (at === null ? null : renderTime(at))

/** All there are: those of the environment first, then the newest. */
export async function readKeys(deps: ApiDeps): Promise<KeyView[]> {
  const { ledger, config } = deps
  const [read, used] = await Promise.all([ledger.keys.read(null), ledger.keys.lastUses()])
  const kept = read.kind === 'changed' ? read.keys : []
  const newestFirst = kept.toSorted((one, other) => other.createdAt - one.createdAt)
  return [
    ...config.apiKeys.map(({ tenant, scopes }) => ({
      name: tenant,
      tenant,
      scopes: [...scopes],
      source: 'environment' as const,
      // Nobody knows how long it is, and so how much its end would tell.
      lastFour: null,
      caps: capsOf(tenant, deps),
      createdAt: null,
      createdBy: null,
      expiresAt: null,
      revokedAt: null,
      revokedBy: null,
      lastUsedAt: timeOrNull(used.get(tenant) ?? null),
    })),
    ...newestFirst.map((key) => renderKey(key, used.get(key.name) ?? null, deps)),
  ]
}

export function renderKey(key: KeyRecord, lastUsedAt: number | null, deps: ApiDeps): KeyView {
  const { name, tenant, scopes, lastFour, createdBy, revokedBy } = key
  return {
    name,
    tenant,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    source: 'ledger',
    lastFour,
    caps: capsOf(tenant, deps),
    createdAt: renderTime(key.createdAt),
    createdBy,
    expiresAt: timeOrNull(key.expiresAt),
    revokedAt: timeOrNull(key.revokedAt),
    revokedBy,
    lastUsedAt: timeOrNull(lastUsedAt),
  }
}
