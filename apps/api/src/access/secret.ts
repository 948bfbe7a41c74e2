import { createHash, randomBytes } from 'node:crypto'

export interface DrawnSecret {
  id: string
  /** `kiln_<id>_<256 random bits>`: scanners know it by its beginning, the ledger by its id. */
  secret: string
  digest: string
  lastFour: string
}

export function drawSecret(): DrawnSecret {
  const id = randomBytes(6).toString('hex')
  const secret = `kiln_${id}_${randomBytes(32).toString('base64url')}`
  return { id, secret, digest: digestOf(secret).toString('hex'), lastFour: secret.slice(-4) }
}

/** The id that stands in a presented secret; null where it has another shape. */
export function idIn(presented: string): string | null {
  return /^kiln_([0-9a-f]{12})_[\w-]{43}$/.exec(presented)?.[1] ?? null
}

// The secrets are random, so a slow hash would add nothing but a lever for overload.
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
