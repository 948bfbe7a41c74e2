import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiKey, Scope } from '@kiln/config'

/** Who calls: the tenant owns the jobs, the scopes say what may be done. */
export interface Caller {
  tenant: string
  scopes: readonly Scope[]
}

export interface Keyring {
  find(presented: string): Caller | null
}

/** Keeps digests only, and compares with every one of them, so that time tells nothing. */
export function createKeyring(keys: readonly ApiKey[]): Keyring {
  const known = keys.map(({ tenant, scopes, secret }) => ({
    caller: { tenant, scopes },
    digest: digestOf(secret),
  }))
  return {
    find: (presented) => {
      const digest = digestOf(presented)
      return known.reduce<Caller | null>(
        (found, key) => (timingSafeEqual(key.digest, digest) ? key.caller : found),
        null,
      )
    },
  }
}

// The secrets are random, so a slow hash would add nothing but a lever for overload.
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export function mayDo(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin')
}
