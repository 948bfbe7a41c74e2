import { pingRedis } from './ping-redis.ts'
import { startPrivateRedis, type PrivateRedis } from './private-redis.ts'

export interface ChosenRedis {
  url: string
  kind: PrivateRedis['kind'] | 'given'
  /** One line for people; never holds a password. */
  describe: string
  /** Where one of ours keeps its data, if it keeps any. */
  dir: string | null
  /** Settles with its last words when one of ours ends by itself. */
  died: Promise<string>
  stop(): Promise<void>
}

/** REDIS_URL when it is set; else a private redis-server or valkey-server; else the embedded one. */
export async function chooseRedis(env: NodeJS.ProcessEnv): Promise<ChosenRedis> {
  const url = env['REDIS_URL'] ?? ''
  return url === '' ? startPrivateRedis() : useGiven(url)
}

async function useGiven(url: string): Promise<ChosenRedis> {
  const shown = withoutPassword(url)
  // The processes find the one server that counts, and say so where they cannot.
  if (/^rediss?\+/.test(url)) return given(url, `the servers of REDIS_URL, ${shown}`)
  const answer = await pingRedis(url)
  if (!answer.ok) {
    throw new Error(
      `REDIS_URL is ${shown}, and it does not answer (${answer.cause}). Start that Redis, or unset REDIS_URL to get a private one.`,
    )
  }
  return given(url, `the Redis ${answer.version} of REDIS_URL, ${shown}`)
}

function given(url: string, what: string): ChosenRedis {
  return {
    url,
    kind: 'given',
    describe: `${what}; left running at the end`,
    dir: null,
    // A Redis that is not ours may go and come back.
    died: new Promise(() => {}),
    stop: async () => {},
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*/, '')
}
