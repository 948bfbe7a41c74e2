import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'
import { storedFields, type NewJob } from '../record.ts'

/** A line that will become a job; its id follows from the batch and its place. */
export type BatchLine = Omit<NewJob, 'id' | 'batchId'> & { line: number }

/** One write is no larger than this, so that nobody else waits long for Redis. */
const CHUNK_LINES = 200
const CHUNK_CHARACTERS = 128 * 1024
/** What was staged of a batch that nobody finished goes by itself. */
const STAGED_MS = 600_000
/** How long another call with the same key is told to wait for one that has died. */
export const IN_FLIGHT_MS = 15_000

/** Keeps the lines of a batch that is not there yet, in keys that end by themselves. */
export interface Staging {
  /** Resolves at once, or when the chunk that it filled is written: whoever waits reads no faster than Redis. */
  addLine(line: BatchLine): Promise<void> | undefined
  addBadLine(row: object): Promise<void> | undefined
  /** Writes what is left. */
  finish(): Promise<{ lines: number; invalid: number }>
}

export function stageBatch(redis: Redis, prefix: string, id: string, keyHash: string): Staging {
  const keys = keysUnder(prefix)
  const lines = gather(keys.batchLines(id))
  const errors = gather(keys.batchErrors(id))

  async function flush(): Promise<void> {
    const pipeline = redis.pipeline()
    for (const list of [lines, errors]) {
      const { key, rows } = list.take()
      if (rows.length > 0) pipeline.rpush(key, ...rows).pexpire(key, STAGED_MS)
    }
    pipeline.pexpire(keys.inFlight(keyHash), IN_FLIGHT_MS)
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error
  }

  const add = (list: typeof lines, row: object) => (list.add(JSON.stringify(row)) ? flush() : undefined)
  return {
    addLine: (line) => add(lines, storedFields(line)),
    addBadLine: (row) => add(errors, row),
    async finish() {
      await flush()
      return { lines: lines.count(), invalid: errors.count() }
    },
  }
}

function gather(key: string) {
  let rows: string[] = []
  let characters = 0
  let count = 0
  return {
    /** Whether it is time to write. */
    add(row: string): boolean {
      rows.push(row)
      characters += row.length
      count += 1
      return rows.length >= CHUNK_LINES || characters >= CHUNK_CHARACTERS
    },
    take() {
      const taken = { key, rows }
      rows = []
      characters = 0
      return taken
    },
    count: () => count,
  }
}
