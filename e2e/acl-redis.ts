import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryFolder, startPrivateCluster, startPrivateRedis } from '@kiln/local'
import { inCluster, PREFIX, reachedBy, type StackRedis } from './stack-redis.ts'

const USERS = new URL('../ops/redis/users.acl', import.meta.url)
/** Of every user, in a Redis that lives as long as a test. */
const PASSWORD = 'a-password-of-the-test'
/** The test looks into everything and breaks things, so that here it may log in as `default`. */
const DEFAULT_USER = 'user default on nopass ~* &* +@all'

/** Writes the users of ops/redis/users.acl where a Redis can take them; answers the file. */
export async function writeUsers(folder: string, defaultUser: string | null): Promise<string> {
  const aclfile = join(folder, 'users.acl')
  const users = (await readFile(USERS, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('user '))
    .map((line) => (line.startsWith('user default ') ? (defaultUser ?? line) : line))
    .map((line) => line.replace(/@\w+@/, createHash('sha256').update(PASSWORD).digest('hex')))
  await writeFile(aclfile, `${users.join('\n')}\n`)
  return aclfile
}

/** A Redis with the users of ops/redis/users.acl, which kiln reaches as the user made for it. */
export async function startAclRedis(): Promise<StackRedis> {
  const folder = await makeTemporaryFolder('kiln-acl-')
  const aclfile = await writeUsers(folder.path, DEFAULT_USER)
  const redis = await startPrivateRedis({ kind: 'real', directives: { aclfile } })
  const stop = async () => {
    await redis.stop()
    await folder.remove()
  }
  return reachedBy(redis, urlAs('kiln', redis.url), stop)
}

/** A cluster with such users, and a replica of the server that holds the installation. */
export async function startAclCluster(): Promise<StackRedis> {
  const folder = await makeTemporaryFolder('kiln-acl-')
  const aclfile = await writeUsers(folder.path, DEFAULT_USER)
  const cluster = await startPrivateCluster({ replicaFor: PREFIX, directives: async () => ({ aclfile }) })
  const redis = await inCluster(cluster)
  const stop = async () => {
    await cluster.stop()
    await folder.remove()
  }
  return Object.assign(redis, { url: urlAs('kiln', cluster.url), stop })
}

/** The same Redis for one of its users. */
export function urlAs(user: 'kiln' | 'watch', directUrl: string): string {
  return directUrl.replace('://', `://${user}:${PASSWORD}@`)
}
