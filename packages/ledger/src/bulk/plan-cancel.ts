import type { Redis } from 'ioredis'
import { indexOf, keysUnder } from '../keys.ts'
import type { QuotedCredits } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { CANCELABLE_STATES, type CancelableState, type CancelFilter } from './bulk-record.ts'
import { indexedJobs, isQuoted, isWhole, PLANNED_MOST, readJson, type Row } from './indexed-jobs.ts'
import { matchesCancel } from './matches.ts'
import { addTo, countLeft, emptyTally, type Left, type Tally } from './tally.ts'

type Barred = 'alreadyRequested' | 'parked'

export interface CancelPlan {
  matching: number
  /** Jobs that end at once: what they may have cost is saved. */
  free: Tally
  /** Jobs that were sent: KIE goes on, so that they get the mark alone, and what they cost is not saved. */
  sent: Tally
  notEligible: Left<Barred>[]
  /** Whether there are more jobs than a plan looks at. */
  isCut: boolean
}

export interface CancelPlanQuery {
  tenant: string
  filter: CancelFilter
  limit: number | null
}

/** All of these hold every job that is meant. */
export function indexesOf(tenant: string, { model, batchId }: CancelFilter): string[] {
  return [
    batchId === undefined ? indexOf.tenant(tenant) : indexOf.batch(batchId),
    ...(model === undefined ? [] : [indexOf.model(model)]),
  ]
}

/** Parked jobs cannot be canceled; they stand in a plan for whoever looks for them. */
const LOOKED_AT = [...CANCELABLE_STATES, 'parked'] as const

const FIELDS = ['tenant', 'state', 'model', 'batchId', 'customId', 'createdAt', 'cancelRequestedAt', 'quoted']

interface LiveJob {
  tenant: string
  state: CancelableState | 'parked'
  model: string
  batchId: string | null
  customId: string | null
  createdAt: number
  isAsked: boolean
  quoted: QuotedCredits
}

/** Looks at each job as the run will. */
export async function planCancel(
  redis: Redis,
  prefix: string,
  run: RunScript,
  { tenant, filter, limit }: CancelPlanQuery,
  most = PLANNED_MOST,
): Promise<CancelPlan> {
  const [free, sent, barred] = [emptyTally(), emptyTally(), countLeft<Barred>()]
  let matching = 0

  function look(job: LiveJob): void {
    if (job.tenant !== tenant || !matchesCancel(job, filter)) return
    matching += 1
    if (job.state === 'parked') barred.add('parked')
    else if (job.isAsked) barred.add('alreadyRequested')
    else if (free.jobs + sent.jobs < (limit ?? Infinity))
      addTo(job.state === 'queued' ? free : sent, job.quoted)
  }

  let looked = 0
  const told = (isCut: boolean) => ({ matching, free, sent, notEligible: barred.list(), isCut })
  const states = filter.state === undefined ? LOOKED_AT : [filter.state]
  for (const state of states) {
    const index = await smallestOf(redis, prefix, [indexOf.state(state), ...indexesOf(tenant, filter)])
    for await (const page of indexedJobs(run, index, FIELDS)) {
      if (looked + page.length > most) return told(true)
      looked += page.length
      // A job may stand in other indexes with another state; damaged ones are found where they are rung.
      for (const job of page.map(readRow)) if (job?.state === state) look(job)
    }
  }
  return told(false)
}

async function smallestOf(redis: Redis, prefix: string, indexes: string[]): Promise<string> {
  const { key } = keysUnder(prefix)
  const sizes = await Promise.all(indexes.map((index) => redis.zcard(key(index))))
  return indexes[sizes.indexOf(Math.min(...sizes))]!
}

function readRow(row: Row): LiveJob | null {
  const [tenant, state, model, batchId, customId, createdAt, askedAt, quoted] = row
  const price = readJson(quoted)
  const known = LOOKED_AT.find((name) => name === state)
  if (!tenant || !known || !model || !isWhole(createdAt) || !isQuoted(price)) return null
  return {
    tenant,
    state: known,
    model,
    batchId: batchId || null,
    customId: customId || null,
    createdAt: Number(createdAt),
    isAsked: Boolean(askedAt),
    quoted: price,
  }
}
