import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const REAL_KINDS = ['redis-server', 'valkey-server'] as const
export type RealRedisKind = (typeof REAL_KINDS)[number]

export interface RedisBinary {
  kind: RealRedisKind
  path: string
}

/** The first redis-server, else valkey-server, on the search path. */
export function findRedisBinary(searchPath?: string): RedisBinary | null {
  for (const kind of REAL_KINDS) {
    const path = findExecutable(kind, searchPath)
    if (path !== null) return { kind, path }
  }
  return null
}

/** Where a program of that name stands on the search path. */
export function findExecutable(name: string, searchPath = process.env['PATH'] ?? ''): string | null {
  const paths = searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
  return paths.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
