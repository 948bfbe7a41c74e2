import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { found, type Finding } from './findings.ts'
import { wordsOf } from './look-at-redis.ts'

/** Looks and makes nothing: a worker makes what is missing of it. */
export async function lookAtStateFolder(folder: string): Promise<Finding[]> {
  try {
    const there = await nearest(folder)
    await access(there, constants.W_OK | constants.X_OK)
    return []
  } catch (error) {
    return [found('stateFolderShut', { folder, reason: wordsOf(error) })]
  }
}

/** The folder, or the lowest one above it that there is. */
async function nearest(path: string): Promise<string> {
  try {
    if ((await stat(path)).isDirectory()) return path
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT' || dirname(path) === path) throw error
    return nearest(dirname(path))
  }
  throw new Error(`${path} is a file`)
}
