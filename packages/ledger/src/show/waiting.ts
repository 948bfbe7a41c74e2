import { GATES, type Gate } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { keysUnder, laneOf } from '../keys.ts'
import type { WaitingFor } from '../ledger.ts'
import type { JobRecord } from '../record.ts'
import { endOf, isClosed, readGates, type StoredGate } from './gates.ts'

interface Surroundings {
  now: number
  gates: Map<string, StoredGate>
  windowUsed: number
  windowCount: number
  /** When the next place in the submit window comes back. */
  windowFreeAt: number | null
  /** Place in its lane and model, from 0; null when it is not in a lane right now. */
  rank: number | null
  /** When a pause after a failure ends. */
  pausedUntil: number | null
}

/** The first gate that holds a queued job. */
function waitingForOf(job: JobRecord, around: Surroundings): WaitingFor {
  const position = around.rank === null ? null : around.rank + 1
  for (const name of GATES) {
    const gate = around.gates.get(name === 'model' ? `model:${job.model}` : name)
    if (!gate || !isClosed(gate, around.now)) continue
    return { gate: name, detail: gate.cause, since: gate.since, until: endOf(gate), position }
  }
  const turn = (gate: Gate, detail: string, until: number | null): WaitingFor => ({
    gate,
    detail,
    since: job.stateAt,
    until,
    position,
  })
  if (around.pausedUntil !== null) return turn('turn', 'pause before the next attempt', around.pausedUntil)
  if (around.windowUsed >= around.windowCount) {
    return turn(
      'rate',
      `all ${around.windowCount} places of the submit window are taken`,
      around.windowFreeAt,
    )
  }
  return turn('turn', 'next in turn in its lane', null)
}

export async function readWaiting(
  redis: Redis,
  prefix: string,
  windowCount: number,
  jobs: readonly JobRecord[],
): Promise<Map<string, WaitingFor>> {
  const queued = jobs.filter((job) => job.state === 'queued')
  if (queued.length === 0) return new Map()
  const keys = keysUnder(prefix)
  const [seconds, micros] = await redis.time()
  const now = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000)
  const [gates, windowUsed, firstPlace, ranks, pauses] = await Promise.all([
    readGates(redis, keys.gates),
    redis.zcount(keys.window, `(${now}`, '+inf'),
    redis.zrangebyscore(keys.window, `(${now}`, '+inf', 'WITHSCORES', 'LIMIT', 0, 1),
    Promise.all(queued.map((job) => redis.zrank(keys.ready(laneOf(job), job.model), job.id))),
    Promise.all(queued.map((job) => redis.zscore(keys.later, job.id))),
  ])
  const windowFreeAt = firstPlace[1] === undefined ? null : Number(firstPlace[1])
  return new Map(
    queued.map((job, i) => {
      const pause = pauses[i] ?? null
      const pausedUntil = pause === null ? null : Number(pause)
      const rank = ranks[i] ?? null
      return [
        job.id,
        waitingForOf(job, { now, gates, windowUsed, windowCount, windowFreeAt, rank, pausedUntil }),
      ]
    }),
  )
}
