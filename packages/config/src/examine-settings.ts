import { checkTogether, warnTogether } from './check-together.ts'
import { readVariables, type Environment, type Fault, type SoundValues } from './read-variables.ts'
import { serversOf, type RedisServers } from './redis-servers.ts'
import { warnUnknown } from './warn-unknown.ts'

export interface Settings {
  /** As they were given, not divided by the speed; without those that are at fault. */
  values: SoundValues
  faults: Fault[]
  warnings: Fault[]
  /** null when it cannot be known where Redis is. */
  servers: RedisServers | null
}

/** The settings of all of kiln's processes at once, as far as they can be read: nothing starts by them. */
export function examineSettings(env: Environment): Settings {
  const api = readVariables('api', env)
  const worker = readVariables('worker', env)
  const values = { ...api.values, ...worker.values }
  const told = new Set(worker.faults.map(({ variable }) => variable))
  // What both read is told once.
  const faults = [...worker.faults, ...api.faults.filter(({ variable }) => !told.has(variable))]
  const { REDIS_URL: url, KILN_PREFIX: prefix } = values
  const servers = url === undefined || prefix === undefined ? null : serversOf(url, prefix)
  const warnings = [...warnTogether(values), ...warnUnknown(env)]
  return { values, faults: [...faults, ...checkTogether(values)], warnings, servers }
}
