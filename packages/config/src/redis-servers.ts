import type { RedisUrl } from './kinds/redis-url.ts'

/** With a cluster goes what tells which of its servers is meant. */
export type RedisServers =
  Exclude<RedisUrl, { kind: 'cluster' }> | (Extract<RedisUrl, { kind: 'cluster' }> & { readonly key: string })

export function serversOf(url: RedisUrl, prefix: string): RedisServers {
  return typeof url === 'object' && url.kind === 'cluster' ? { ...url, key: prefix } : url
}

/** For a message: where it is, without what opens it. */
export function nameServers(servers: RedisServers): string {
  if (typeof servers === 'string') return new URL(servers).host
  const addresses = servers.kind === 'cluster' ? servers.nodes : servers.sentinels
  return `${servers.kind} ${addresses.map(({ host, port }) => `${host}:${port}`).join(',')}`
}
