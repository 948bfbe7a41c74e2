import { parse } from 'yaml'

interface Mount {
  /** A named volume, or a path beside the compose file. */
  source: string
  target: string
  writable: boolean
}

export interface Service {
  name: string
  /** The stage of the Dockerfile; null for somebody else's image. */
  target: string | null
  profiles: string[]
  replicas: number
  entrypoint: string[] | null
  command: string[]
  env: Record<string, string>
  mounts: Mount[]
  tmpfs: string[]
  dependsOn: string[]
  healthcheck: string[] | null
  stopGraceMs: number
  readOnly: boolean
}

interface WrittenService {
  build?: { target: string }
  profiles?: string[]
  entrypoint?: string[]
  command?: string[]
  environment?: Record<string, string>
  volumes?: string[]
  tmpfs?: string[]
  depends_on?: Record<string, unknown>
  healthcheck?: { test: string[] }
  stop_grace_period?: string
  read_only?: boolean
  deploy?: { replicas?: number }
}

/** The services of a compose file with the values of an .env in them. */
export function readCompose(text: string, env: Readonly<Record<string, string>>): Service[] {
  const file = parse(text, { merge: true }) as { services: Record<string, WrittenService> }
  const { services } = interpolateAll(file, env) as typeof file
  return Object.entries(services).map(([name, written]) => ({
    name,
    target: written.build?.target ?? null,
    profiles: written.profiles ?? [],
    replicas: written.deploy?.replicas ?? 1,
    entrypoint: written.entrypoint ?? null,
    command: written.command ?? [],
    env: written.environment ?? {},
    mounts: (written.volumes ?? []).map(mountOf),
    tmpfs: (written.tmpfs ?? []).map((entry) => entry.split(':')[0] ?? ''),
    dependsOn: Object.keys(written.depends_on ?? {}),
    healthcheck: written.healthcheck?.test ?? null,
    // What Docker does unless told otherwise.
    stopGraceMs: secondsOf(written.stop_grace_period ?? '10s') * 1_000,
    readOnly: written.read_only ?? false,
  }))
}

function mountOf(text: string): Mount {
  const [source = '', target = '', mode = ''] = text.split(':')
  return { source, target, writable: mode !== 'ro' }
}

export function secondsOf(duration: string): number {
  const [, amount = '', unit = ''] = /^(\d+)(ms|s|m)$/.exec(duration) ?? []
  const seconds = { ms: 0.001, s: 1, m: 60 }[unit]
  if (seconds === undefined) throw new Error(`a duration such as 20s is expected, got ${duration}`)
  return Number(amount) * seconds
}

/** KEY=value, one a line. */
export function readEnvFile(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^[A-Z_]+=/.test(line))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

function interpolateAll(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, env)
  if (Array.isArray(value)) return value.map((each) => interpolateAll(each, env))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, interpolateAll(each, env)] as const),
  )
}

/** `${A}`, `${A:-default}`, `${A:?why}` and `$$`, as compose reads them: empty is unset. */
export function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name?: string, sign?: string, rest = '') => {
      if (name === undefined) return '$'
      const value = env[name] ?? ''
      if (value !== '' || sign === undefined) return value
      if (sign === '-') return rest
      throw new Error(`${name} ${rest}`)
    },
  )
}
