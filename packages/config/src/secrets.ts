import type { ApiConfig, WorkerConfig } from './config.ts'
import type { RedisServers } from './redis-servers.ts'
import { decodeLeniently } from './kinds/redis-url.ts'

/** Every secret value in a configuration, for whoever keeps them out of the log. */
export function listSecrets(config: ApiConfig | WorkerConfig): string[] {
  return [
    ...(config.kie.apiKey === null ? [] : [config.kie.apiKey]),
    ...('webhookHmacKeys' in config.kie ? config.kie.webhookHmacKeys : []),
    ...('apiKeys' in config ? config.apiKeys.map(({ secret }) => secret) : []),
    ...redisPasswords(config.redis.servers),
  ]
}

/** As it stands in the URL, and as Redis gets it. */
function redisPasswords(servers: RedisServers): string[] {
  if (typeof servers !== 'string') return passwordsAmong(servers)
  const { password } = new URL(servers)
  if (password === '') return []
  const decoded = decodeLeniently(password)
  return decoded === password ? [password] : [password, decoded]
}

/** As Redis gets them, and as they stand in a URL where they had to be escaped. */
function passwordsAmong(servers: Exclude<RedisServers, string>): string[] {
  const own = servers.kind === 'sentinel' ? servers.sentinelPassword : undefined
  const all = [servers.password, own].filter((password) => password !== undefined)
  return [...new Set(all.flatMap((password) => [password, encodeURIComponent(password)]))]
}
