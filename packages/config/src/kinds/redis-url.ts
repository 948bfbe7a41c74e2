interface ServerAddress {
  readonly host: string
  readonly port: number
}

interface Access {
  readonly username?: string
  readonly password?: string
  readonly tls: boolean
}

/** One server as its URL, or several of which one is found. */
export type RedisUrl =
  | string
  | ({ readonly kind: 'cluster'; readonly nodes: readonly ServerAddress[] } & Access)
  | ({
      readonly kind: 'sentinel'
      readonly sentinels: readonly ServerAddress[]
      readonly primary: string
      readonly database: number
      readonly sentinelUsername?: string
      readonly sentinelPassword?: string
    } & Access)

/** A fault never quotes the text: a password may stand anywhere in it. */
export type RedisUrlReading = { ok: true; url: RedisUrl } | { ok: false; fault: string }

const SEVERAL = /^(rediss?)\+(cluster|sentinel):\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/

export const REDIS_URL_FORMS =
  'redis://user:password@host:6379/0, redis+sentinel://host:26379,host:26379/name or ' +
  'redis+cluster://host:6379,host:6379, and rediss for TLS'

export function parseRedisUrl(text: string): RedisUrlReading {
  if (isOneServer(text)) return { ok: true, url: text }
  const parts = SEVERAL.exec(text)
  if (parts === null) return fault(`must be a URL such as ${REDIS_URL_FORMS}`)
  const [, scheme, kind, access = '', hosts = '', path = '', query = ''] = parts
  const nodes = hosts.split(',').map((host) => parseAddress(host, kind === 'cluster' ? 6_379 : 26_379))
  if (!nodes.every((node) => node !== null)) return fault('must name hosts as host:port, separated by commas')
  const known = { ...accessOf(access), tls: scheme === 'rediss' }
  return kind === 'cluster'
    ? clusterOf({ nodes, ...known }, path, query)
    : sentinelOf({ sentinels: nodes, ...known }, path, query)
}

const fault = (words: string): RedisUrlReading => ({ ok: false, fault: words })

function isOneServer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, hash } = new URL(text)
  return /^rediss?:$/.test(protocol) && hostname !== '' && /^(?:\/\d{0,5})?$/.test(pathname) && hash === ''
}

function parseAddress(text: string, defaultPort: number): ServerAddress | null {
  const url = `redis://${text}`
  if (!/^[^/?#@]+$/.test(text) || !URL.canParse(url)) return null
  const { hostname, port } = new URL(url)
  // An IPv6 address stands in brackets in a URL, and without them everywhere else.
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return host === '' || port === '0' ? null : { host, port: port === '' ? defaultPort : Number(port) }
}

function accessOf(text: string): { username?: string; password?: string } {
  const at = text.indexOf(':')
  const username = decodeLeniently(at < 0 ? text : text.slice(0, at))
  const password = at < 0 ? '' : decodeLeniently(text.slice(at + 1))
  return { ...(username !== '' && { username }), ...(password !== '' && { password }) }
}

/** A bare percent sign in a password is not an escape; it stands for itself. */
export function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Cluster = Extract<RedisUrl, { kind: 'cluster' }>
type Sentinel = Extract<RedisUrl, { kind: 'sentinel' }>

function clusterOf(servers: Without<Cluster, 'kind'>, path: string, query: string): RedisUrlReading {
  if (!/^0?$/.test(path)) return fault('must name no database: a cluster has none but 0')
  if (query !== '') return fault('must have nothing after a question mark')
  return { ok: true, url: { kind: 'cluster', ...servers } }
}

const SENTINEL_SETTINGS = ['sentinelUsername', 'sentinelPassword'] as const

function sentinelOf(
  servers: Pick<Sentinel, 'sentinels' | 'username' | 'password' | 'tls'>,
  path: string,
  query: string,
): RedisUrlReading {
  const [, primary, database = '0'] = /^([\w.-]+)(?:\/(\d{1,5}))?$/.exec(path) ?? []
  if (primary === undefined) {
    return fault('must end in the name that the sentinels know the primary by, such as /mymaster')
  }
  const settings = new URLSearchParams(query)
  if (![...settings.keys()].every((name) => SENTINEL_SETTINGS.some((known) => known === name))) {
    return fault(`must have nothing after the question mark but ${SENTINEL_SETTINGS.join(' and ')}`)
  }
  const own = Object.fromEntries(settings)
  return { ok: true, url: { kind: 'sentinel', ...servers, primary, database: Number(database), ...own } }
}
