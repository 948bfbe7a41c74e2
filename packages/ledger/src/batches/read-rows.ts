import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'
import { parseRecord, salvageRecord, SHORT_FIELDS, type JobRecord } from '../record.ts'

/** One accepted line: the job it became, or what it will become. */
export type BatchRow =
  /** Without its input and metadata: a hundred of them may be a hundred megabytes. */
  | { kind: 'job'; job: JobRecord; line: number }
  | {
      kind: 'line'
      id: string
      line: number
      customId: string | null
      model: string
      quoted: JobRecord['quoted']
    }

export interface BatchRows {
  /** Every accepted line behind line `after`, in order, a page at a time. */
  rows(batchId: string, after: number): AsyncGenerator<BatchRow[]>
  /** The bad lines behind line `after`, each as it was written, a page at a time. */
  badRows(batchId: string, after: number): AsyncGenerator<{ line: number; text: string }[]>
}

const PAGE = 100
/** Each with its input, which may be a megabyte long. */
const LINES_PAGE = 20

export function jobIdOf(batchId: string, ordinal: number): string {
  return `job_${createHash('sha1').update(`${batchId}:${ordinal}`).digest('hex').slice(0, 24)}`
}

function shortHash(values: readonly (string | null)[]): Record<string, string> {
  const kept = SHORT_FIELDS.flatMap((name, n) => {
    const value = values[n] ?? null
    return value === null ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(kept), input: '{}' }
}

export function readBatchRows(redis: Redis, prefix: string): BatchRows {
  const keys = keysUnder(prefix)

  async function pageFrom(batchId: string, ordinal: number): Promise<BatchRow[]> {
    // Lines move from the list to the records: the list is looked at first, and what has left it since is a job.
    const [expanded, lines] = (await redis.hmget(keys.batchRecord(batchId), 'expanded', 'lines')).map(Number)
    const total = lines ?? 0
    const made = Math.min(expanded ?? 0, total)
    if (ordinal >= total) return []
    return ordinal < made
      ? jobRows(batchId, ordinal, Math.min(PAGE, made - ordinal))
      : lineRows(batchId, ordinal, ordinal - made)
  }

  async function jobRows(batchId: string, from: number, count: number): Promise<BatchRow[]> {
    const ids = Array.from({ length: count }, (_, n) => jobIdOf(batchId, from + n))
    const pipeline = redis.pipeline()
    for (const id of ids) pipeline.hmget(keys.job(id), ...SHORT_FIELDS)
    let before = from
    return ((await pipeline.exec()) ?? []).map(([error, values], n) => {
      // Something else stands under the key; whoever reads on must not stumble over it.
      const stored = error ? {} : shortHash(values as (string | null)[])
      const parsed = parseRecord(stored)
      const job = parsed.ok ? parsed.job : salvageRecord({ ...stored, id: ids[n]!, state: 'parked' })
      // Lines rise, so that a stream can go on behind any of them.
      before = job.line ?? before + 1
      return { kind: 'job', job, line: before }
    })
  }

  /** Empty when the lines became jobs in between: the caller looks again. */
  async function lineRows(batchId: string, ordinal: number, at: number): Promise<BatchRow[]> {
    const [texts, expanded] = await Promise.all([
      redis.lrange(keys.batchLines(batchId), at, at + LINES_PAGE - 1),
      redis.hget(keys.batchRecord(batchId), 'expanded'),
    ])
    if (Number(expanded) !== ordinal - at) return pageFrom(batchId, ordinal)
    return texts.map((text, n) => {
      const stored = JSON.parse(text) as Record<string, string>
      return {
        kind: 'line',
        id: jobIdOf(batchId, ordinal + n),
        line: Number(stored['line']),
        customId: stored['customId'] ?? null,
        model: stored['model'] ?? 'unknown',
        quoted: JSON.parse(stored['quoted'] ?? '"unknown"') as JobRecord['quoted'],
      }
    })
  }

  /** The first ordinal whose line lies behind `after`; lines rise with their ordinals. */
  async function ordinalBehind(batchId: string, after: number): Promise<number> {
    let low = 0
    let high = Math.min(after, Number((await redis.hget(keys.batchRecord(batchId), 'lines')) ?? 0))
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const [row] = await pageFrom(batchId, middle)
      if (row !== undefined && row.line <= after) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    async *rows(batchId, after) {
      let ordinal = after === 0 ? 0 : await ordinalBehind(batchId, after)
      for (;;) {
        const page = await pageFrom(batchId, ordinal)
        if (page.length === 0) return
        ordinal += page.length
        yield page
      }
    },
    async *badRows(batchId, after) {
      for (let at = 0; ; at += PAGE) {
        const texts = await redis.lrange(keys.batchErrors(batchId), at, at + PAGE - 1)
        if (texts.length === 0) return
        const page = texts.map((text) => ({ line: (JSON.parse(text) as { line: number }).line, text }))
        yield page.filter(({ line }) => line > after)
      }
    },
  }
}
