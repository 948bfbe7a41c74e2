import type { ErrorCode } from '@kiln/contract'
import type { Scope } from '@kiln/config'
import { mayDo, type Caller, type Keyring } from './keyring.ts'
import { isLoopbackOrigin, namesLoopback } from './loopback.ts'

/**
 * What a route asks of its caller. `open` routes tell nothing worth keeping (health) or carry a
 * secret of their own (callbacks), and KIE reaches them under a public name. `shown` ones need no key.
 */
export type Access = 'open' | 'shown' | Scope

export interface RequestSigns {
  authorization: string | undefined
  host: string | undefined
  origin: string | undefined
}

export type AccessDecision =
  | { kind: 'allowed'; caller: Caller }
  | { kind: 'refused'; code: ErrorCode }
  | { kind: 'refused'; code: 'scopeMissing'; needed: Scope; held: readonly Scope[] }

const NOBODY: Caller = { key: '', tenant: '', scopes: [], from: 'nobody' }
/** Without keys there is one tenant, who may do everything from this machine. */
export const LOCAL_CALLER: Caller = { key: 'local', tenant: 'local', scopes: ['admin'], from: 'nobody' }

export function decideAccess(access: Access, signs: RequestSigns, keyring: Keyring): AccessDecision {
  if (access === 'open') return allowed(NOBODY)
  const needsKey = keyring.needsKey()
  if (needsKey === false) return decideLocally(signs)
  if (access === 'shown') return allowed(NOBODY)
  // Nobody can say yet whether a key is needed: the ledger was never heard.
  if (needsKey === null) return refused('redisAway')
  const presented = bearerOf(signs.authorization)
  if (presented === null) return refused('keyMissing')
  const found = keyring.find(presented)
  if (found.kind === 'unsure') return refused('redisAway')
  if (found.kind === 'refused') return refused(found.code)
  const { caller } = found
  return mayDo(caller, access)
    ? allowed(caller)
    : { kind: 'refused', code: 'scopeMissing', needed: access, held: caller.scopes }
}

/** No key protects this process, so nothing but this machine's own programs and pages may call. */
function decideLocally(signs: RequestSigns): AccessDecision {
  if (!namesLoopback(signs.host)) return refused('hostNotLoopback')
  if (signs.origin !== undefined && !isLoopbackOrigin(signs.origin)) return refused('foreignOrigin')
  return allowed(LOCAL_CALLER)
}

function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? null
}

const allowed = (caller: Caller): AccessDecision => ({ kind: 'allowed', caller })
const refused = (code: ErrorCode): AccessDecision => ({ kind: 'refused', code })
