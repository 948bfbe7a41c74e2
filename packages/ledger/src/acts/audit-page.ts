import type { Redis } from 'ioredis'
import { keysUnder } from '../keys.ts'
import type { AuditAct } from './acts.ts'

export interface AuditQuery {
  /** The name of the key in which it was done. */
  actor?: string
  act?: AuditAct
  /** What was done to jobs in the name of this bulk act: that stands apart. */
  bulk?: string
  since?: number
  until?: number
  /** The id of the last entry seen. */
  cursor?: string
  limit: number
}

/** One act of a person, as it was written. */
export interface AuditEntry {
  id: string
  at: number
  actor: string
  act: string
  /** A job, a batch, a bulk requeue, a model, a key, or `submit`. */
  target: string
  details: Readonly<Record<string, string>>
}

export interface AuditPage {
  entries: AuditEntry[]
  nextCursor: string | null
}

/** How many rows are looked at in one go; the stream has some ten thousand. */
const LOOK = 1_000

/** Newest first. */
export async function readAuditPage(redis: Redis, prefix: string, query: AuditQuery): Promise<AuditPage> {
  const { audit, auditOfBulk } = keysUnder(prefix)
  const stream = query.bulk === undefined ? audit : auditOfBulk
  const oldest = query.since === undefined ? '-' : String(Math.max(0, query.since))
  const entries: AuditEntry[] = []
  let newest = newestOf(query)
  // Nothing stands before the first id, and Redis refuses to be asked.
  if (newest === '(0-0') return { entries, nextCursor: null }
  for (;;) {
    const rows = await redis.xrevrange(stream, newest, oldest, 'COUNT', LOOK)
    for (const row of rows) {
      const entry = entryOf(row)
      if (!matches(entry, query)) continue
      // One more than fits tells that there is a next page.
      if (entries.length === query.limit) return { entries, nextCursor: entries.at(-1)!.id }
      entries.push(entry)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < LOOK) return { entries, nextCursor: null }
    newest = `(${last[0]}`
  }
}

function newestOf({ cursor, until }: AuditQuery): string {
  const bounds = [cursor, ...(until === undefined ? [] : [`${Math.max(0, until)}-0`])].filter(
    (one) => one !== undefined,
  )
  const [first] = bounds.toSorted(byTime)
  return first === undefined ? '+' : `(${first.replace(/\b0+(?=\d)/g, '')}`
}

function byTime(one: string, other: string): number {
  const [[ms = 0, seq = 0], [otherMs = 0, otherSeq = 0]] = [one, other].map((id) =>
    id.split('-').map(Number),
  ) as [number[], number[]]
  return ms - otherMs || seq - otherSeq
}

function entryOf([id, fields]: [string, string[]]): AuditEntry {
  const told = new Map<string, string>()
  for (let i = 0; i + 1 < fields.length; i += 2) told.set(fields[i]!, fields[i + 1]!)
  const { id: target = '', by = '', act = '', event: _event, ...details } = Object.fromEntries(told)
  // The scripts write them in no order.
  const sorted = Object.fromEntries(
    Object.entries(details).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
  return { id, at: Number(id.split('-')[0]), actor: by, act, target, details: sorted }
}

function matches({ actor, act, details }: AuditEntry, query: AuditQuery): boolean {
  const isOfBulk = query.bulk === undefined || query.bulk === details['bulk']
  return isOfBulk && (query.actor ?? actor) === actor && (query.act ?? act) === act
}
