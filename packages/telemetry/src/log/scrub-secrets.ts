/**
 * Shorter values are ordinary words and numbers: replacing them would garble every line
 * and keep nothing secret.
 */
const MIN_SECRET_LENGTH = 8

/**
 * The token of a callback URL, in whatever text the URL stands: who knows it can wake a
 * watcher for as long as the job lives.
 */
const CALLBACK_TOKEN = /(\/callbacks\/kie\/)[^\s"'?#\\]+/gi

/** Replaces the given values wherever they stand, also escaped for JSON or a URL, and callback tokens. */
export function scrubSecrets(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
  if (forms.length === 0) return scrubTokens
  // Longest first: a secret that begins with another one is replaced as a whole.
  const sorted = [...new Set(forms)].toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(sorted.map(escapePattern).join('|'), 'g')
  return (text) => scrubTokens(text.replace(pattern, '[secret]'))
}

const scrubTokens = (text: string) => text.replace(CALLBACK_TOKEN, '$1[secret]')

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
