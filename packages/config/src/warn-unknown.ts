import type { Environment, Fault } from './read-variables.ts'
import { VARIABLES } from './variables.ts'

/** Begin like settings, and are read by the command line or by kiln's own tests. */
const OTHERS: readonly string[] = ['KILN_API_URL', 'KILN_API_KEY', 'KILN_RUN_BUILT', 'KILN_PROPERTY_RUNS']
/** What Kubernetes tells of services in the same namespace. */
const SERVICE = /_SERVICE_(?:HOST|PORT)|_PORT(?:_\d+_|$)/

/** A setting whose name is mistyped does nothing, and nobody hears of it. */
export function warnUnknown(env: Environment): Fault[] {
  return Object.keys(env)
    .filter((name) => looksLikeOurs(name) && !isKnown(name) && env[name]?.trim())
    .toSorted()
    .map((variable) => ({
      variable,
      message: 'is no setting of kiln, and nothing reads it. docs/configuration.md lists every setting.',
    }))
}

const looksLikeOurs = (name: string) => /^(?:KILN|KIE)_/.test(name) && !SERVICE.test(name)
const isKnown = (name: string) => Object.hasOwn(VARIABLES, name) || OTHERS.includes(name)
