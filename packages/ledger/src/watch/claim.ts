import { decodeRunTimes, type RunTimes } from '@kiln/lifecycle'
import type { LedgerLimits } from '../limits.ts'
import { inputOfAttempt } from '../acts/earlier-input.ts'
import { recordFromFlat, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'

export interface WatchClaim {
  kind: 'watch'
  job: JobRecord
  /** Redis time of the claim: what is read afterwards is younger. */
  claimedAt: number
  /** Redis time at which to read it; ahead of `claimedAt` where it was claimed before it was due. */
  dueAt: number
  hintsSeen: number
}

/** A callback named a task; one read decides whether it is this attempt's. */
export interface ConfirmClaim {
  kind: 'confirm'
  job: JobRecord
  attempt: number
  /** What this attempt was begun with: a person may have edited the job's input since. */
  input: Record<string, unknown>
  taskId: string
  /** The task that this attempt is known by. */
  knownTaskId: string | null
  secret: string | null
  member: string
  claimedAt: number
}

interface DamagedClaim {
  kind: 'damaged'
  id: string
  fault: string
  /** The callback that led here, to be taken off the list. */
  hint: { attempt: number; taskId: string; member: string } | null
}

export type Claim = WatchClaim | ConfirmClaim | DamagedClaim

/** What the ledger knows of when to read again. */
export interface Pacing {
  /** How long the runs took of each model among the claims; null when none is known. */
  runTimes: ReadonlyMap<string, RunTimes | null>
  /** The share of the last verdicts that a callback announced, 0 to 1. */
  callbackHealth: number
}

export interface Claims {
  claims: Claim[]
  /** What the next reads of these go by; absent when nothing was handed out. */
  pacing?: Pacing
  /** When to claim again, as far as known. */
  nextAt: number | null
  now: number
}

type RawClaim = {
  id: string
  record?: unknown
} & (
  | { kind: 'damaged'; fault: string; attempt?: number; taskId?: string; member?: string }
  | { kind: 'watch'; dueAt: number }
  | { kind: 'confirm'; attempt: number; taskId: string; secret?: string | false; member: string }
)

interface RawClaims {
  claims: RawClaim[] | object
  nextAt?: number
  runTimes: Record<string, string>
  callbackHealth?: number
}

export async function claimReads(
  run: RunScript,
  limits: LedgerLimits,
  max: number,
  aheadMs: number,
): Promise<Claims> {
  const answer = await run<RawClaims>('claim', {
    max,
    aheadMs,
    leaseMs: limits.readLeaseMs,
    window: limits.pollWindow,
  })
  const raw = Array.isArray(answer.claims) ? answer.claims : []
  const claims = raw.map((claim) => parseClaim(claim, answer.now))
  return {
    claims,
    ...(answer.callbackHealth !== undefined && { pacing: pacingOf(claims, answer) }),
    nextAt: answer.nextAt ?? null,
    now: answer.now,
  }
}

function pacingOf(claims: readonly Claim[], { runTimes, callbackHealth = 0 }: RawClaims): Pacing {
  const models = new Set(claims.flatMap((claim) => (claim.kind === 'watch' ? [claim.job.model] : [])))
  const known = (model: string) => (Object.hasOwn(runTimes, model) ? runTimes[model] : undefined)
  return {
    runTimes: new Map([...models].map((model) => [model, decodeRunTimes(known(model) ?? '')])),
    callbackHealth,
  }
}

function parseClaim(raw: RawClaim, claimedAt: number): Claim {
  const { id } = raw
  const hint = hintOf(raw)
  if (raw.kind === 'damaged') return { kind: 'damaged', id, fault: raw.fault, hint }
  const parsed = recordFromFlat(raw.record)
  if (!parsed.ok) return { kind: 'damaged', id, fault: parsed.fault, hint }
  const { job } = parsed
  if (raw.kind === 'confirm') {
    const secret = typeof raw.secret === 'string' ? raw.secret : null
    const { attempt, taskId, member } = raw
    const input = inputOfAttempt(raw.record, attempt) ?? job.input
    const knownTaskId = fieldOf(raw.record, `task:${attempt}`)
    return { kind: 'confirm', job, attempt, input, taskId, knownTaskId, secret, member, claimedAt }
  }
  return job.taskId === null || job.submittedAt === null || job.limitAt === null
    ? { kind: 'damaged', id, fault: 'a running job without a task or its times', hint }
    : { kind: 'watch', job, claimedAt, dueAt: raw.dueAt, hintsSeen: hintsOf(raw.record) }
}

function hintOf(raw: RawClaim) {
  if (raw.kind === 'watch') return null
  const { attempt, taskId, member } = raw
  return attempt === undefined || taskId === undefined || member === undefined
    ? null
    : { attempt, taskId, member }
}

const hintsOf = (flat: unknown) => Number(fieldOf(flat, 'hints') ?? 0)

function fieldOf(flat: unknown, field: string): string | null {
  const list = Array.isArray(flat) ? flat : []
  const at = list.findIndex((name, i) => i % 2 === 0 && name === field)
  return at < 0 ? null : String(list[at + 1])
}
