import type { ApiConfig, WorkerConfig } from './config.ts'

/** Every secret value in a configuration, for whoever keeps them out of the log. */
export function listSecrets(config: ApiConfig | WorkerConfig): string[] {
  return [
    ...(config.kie.apiKey === null ? [] : [config.kie.apiKey]),
    ...('webhookHmacKeys' in config.kie ? config.kie.webhookHmacKeys : []),
    ...('apiKeys' in config ? config.apiKeys.map(({ secret }) => secret) : []),
    ...redisPasswords(config.redis.url),
  ]
}

/** As it stands in the URL, and as Redis gets it. */
function redisPasswords(url: string): string[] {
  const { password } = new URL(url)
  if (password === '') return []
  const decoded = decodeLeniently(password)
  return decoded === password ? [password] : [password, decoded]
}

/** A bare percent sign in a password is not an escape; it stands for itself. */
function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
