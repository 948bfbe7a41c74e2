export const SCOPES = ['submit', 'read', 'operate', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export interface ApiKey {
  /** The key's name: jobs submitted with it belong to this tenant. */
  readonly tenant: string
  readonly scopes: readonly Scope[]
  readonly secret: string
}

export type ApiKeysReading = { ok: true; keys: ApiKey[] } | { ok: false; faults: string[] }

const MIN_SECRET_LENGTH = 16
const NAME = /^[a-z0-9_-]{1,40}$/
/** Visible ASCII: it travels in a header. */
const SECRET = /^[\x21-\x7e]+$/

/**
 * `name:scope+scope:secret,…`. Faults name a key by its place only: in a list with its parts
 * in the wrong order, the part in the name's place may be the secret.
 */
export function parseApiKeys(text: string): ApiKeysReading {
  const entries = text.split(',').map((entry) => splitEntry(entry.trim()))
  const faults = entries.flatMap((entry, i) => [
    ...entryFaults(entry).map((fault) => `key ${i + 1} ${fault}`),
    ...repeatFaults(entries, i),
  ])
  if (faults.length > 0) return { ok: false, faults }
  return {
    ok: true,
    keys: entries.map(({ name, scopes, secret }) => ({
      tenant: name,
      scopes: SCOPES.filter((scope) => scopes.includes(scope)),
      secret,
    })),
  }
}

interface Entry {
  name: string
  scopes: string[]
  secret: string
}

/** Whatever follows the second colon is the secret, further colons included. */
function splitEntry(entry: string): Entry {
  const [name = '', scopes = '', ...secret] = entry.split(':')
  return { name, scopes: scopes.split('+'), secret: secret.join(':') }
}

function entryFaults({ name, scopes, secret }: Entry): string[] {
  const faults: string[] = []
  if (!NAME.test(name)) faults.push('needs a name of 1 to 40 characters out of a-z, 0-9, _ and -')
  if (!scopes.every((scope) => (SCOPES as readonly string[]).includes(scope))) {
    faults.push(`needs one or more of the scopes ${SCOPES.join(', ')}, joined by +`)
  }
  if (secret.length < MIN_SECRET_LENGTH || !SECRET.test(secret)) {
    faults.push(`needs a secret of at least ${MIN_SECRET_LENGTH} visible ASCII characters without a comma`)
  }
  return faults
}

/** A name twice would mix two tenants; a secret twice would make it a matter of order who calls. */
function repeatFaults(entries: Entry[], index: number): string[] {
  const entry = entries[index]
  const earlier = entries.slice(0, index)
  const sameName = earlier.findIndex(({ name }) => name !== '' && name === entry?.name)
  const sameSecret = earlier.findIndex(({ secret }) => secret !== '' && secret === entry?.secret)
  return [
    ...(sameName < 0 ? [] : [`key ${index + 1} has the name of key ${sameName + 1}`]),
    ...(sameSecret < 0 ? [] : [`key ${index + 1} has the secret of key ${sameSecret + 1}`]),
  ]
}
