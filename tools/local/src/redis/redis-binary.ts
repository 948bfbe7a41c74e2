import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const REAL_KINDS = ['redis-server', 'valkey-server'] as const
export type RealRedisKind = (typeof REAL_KINDS)[number]

export interface RedisBinary {
  kind: RealRedisKind
  path: string
}

/** The first redis-server, else valkey-server, on the search path. */
export function findRedisBinary(searchPath = process.env['PATH'] ?? ''): RedisBinary | null {
  for (const kind of REAL_KINDS) {
    const path = searchPath
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, kind))
      .find(isExecutable)
    if (path !== undefined) return { kind, path }
  }
  return null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
