import type { Redis } from 'ioredis'
import { PROMPT_CANARY } from '../load/draw-jobs.ts'
import type { KilnClient } from '../load/kiln-client.ts'
import { PREFIX, type Stack } from '../stack/stack.ts'
import type { AcceptedJob, Evidence, StoredRecord } from './evidence.ts'

/** Whoever has a link to a result has the result. */
const RESULT_LINKS = '/files/results/'

/** Looks at everything once the workers have ended and the API still answers. */
export async function collectEvidence(
  stack: Stack,
  client: KilnClient,
  accepted: readonly AcceptedJob[],
): Promise<Omit<Evidence, 'lines' | 'ends'>> {
  const records = await readRecords(stack.db)
  const attemptSecrets = [...records.values()].flatMap((record) =>
    Object.entries(record)
      .filter(([field]) => field.startsWith('secret:'))
      .map(([, value]) => value),
  )
  const { kie, hmac, api } = stack.keys
  return {
    accepted,
    books: await stack.simulation.books(),
    records,
    indexes: await readSortedSets(stack.db),
    metrics: parseMetrics(await client.metrics()),
    secrets: [kie, hmac, ...api.values(), PROMPT_CANARY, RESULT_LINKS, ...attemptSecrets],
  }
}

async function keysLike(db: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>()
  for await (const page of db.scanStream({ match: `${PREFIX}:${pattern}`, count: 1_000 })) {
    for (const key of page as string[]) found.add(key)
  }
  return [...found]
}

async function readRecords(db: Redis): Promise<Map<string, StoredRecord>> {
  const keys = await keysLike(db, 'job:*')
  const hashes = await Promise.all(keys.map((key) => db.hgetall(key)))
  return new Map(keys.map((key, i) => [key.slice(`${PREFIX}:job:`.length), hashes[i] ?? {}]))
}

const SETS = ['state:*', 'ready:*', 'due', 'deadline', 'fed', 'later', 'hinted']

async function readSortedSets(db: Redis): Promise<Map<string, string[]>> {
  const keys = (await Promise.all(SETS.map((pattern) => keysLike(db, pattern)))).flat()
  const members = await Promise.all(keys.map((key) => db.zrange(key, '0', '-1')))
  return new Map(keys.map((key, i) => [key.slice(PREFIX.length + 1), members[i] ?? []]))
}

function parseMetrics(page: string): Map<string, number> {
  const samples = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ')
      return [line.slice(0, space), Number(line.slice(space + 1))]
    }),
  )
}
