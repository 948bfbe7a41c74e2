import { readFileSync } from 'node:fs'

/** All packages carry one version. The same file seen from src and from dist. */
export function kilnVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
