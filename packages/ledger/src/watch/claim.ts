import type { LedgerLimits } from '../limits.ts'
import { recordFromFlat, type JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'

export interface WatchClaim {
  kind: 'watch'
  job: JobRecord
  dueAt: number
  hintsSeen: number
}

/** A callback named a task; one read decides whether it is this attempt's. */
export interface ConfirmClaim {
  kind: 'confirm'
  job: JobRecord
  attempt: number
  taskId: string
  secret: string | null
  member: string
  dueAt: number
  hintsSeen: number
}

interface DamagedClaim {
  kind: 'damaged'
  id: string
  fault: string
}

export type Claim = WatchClaim | ConfirmClaim | DamagedClaim

export interface Claims {
  claims: Claim[]
  /** When the next read falls due, as far as known. */
  nextAt: number | null
  now: number
}

type RawClaim = {
  id: string
  record: unknown
  dueAt: number
} & (
  | { kind: 'watch' }
  | { kind: 'confirm'; attempt: number; taskId: string; secret?: string | false; member: string }
)

export async function claimReads(run: RunScript, limits: LedgerLimits, max: number): Promise<Claims> {
  const answer = await run<{ claims: RawClaim[] | object; nextAt?: number }>('claim', {
    max,
    leaseMs: limits.readLeaseMs,
    window: limits.pollWindow,
  })
  const raw = Array.isArray(answer.claims) ? answer.claims : []
  return { claims: raw.map(parseClaim), nextAt: answer.nextAt ?? null, now: answer.now }
}

function parseClaim(raw: RawClaim): Claim {
  const parsed = recordFromFlat(raw.record)
  if (!parsed.ok) return { kind: 'damaged', id: raw.id, fault: parsed.fault }
  const hintsSeen = hintsOf(raw.record)
  if (raw.kind === 'watch') {
    const { taskId, submittedAt, limitAt } = parsed.job
    if (taskId === null || submittedAt === null || limitAt === null) {
      return { kind: 'damaged', id: raw.id, fault: 'a running job without a task or its times' }
    }
    return { kind: 'watch', job: parsed.job, dueAt: raw.dueAt, hintsSeen }
  }
  const { attempt, taskId, member, dueAt } = raw
  const secret = typeof raw.secret === 'string' ? raw.secret : null
  return { kind: 'confirm', job: parsed.job, attempt, taskId, secret, member, dueAt, hintsSeen }
}

function hintsOf(flat: unknown): number {
  const list = Array.isArray(flat) ? flat : []
  const at = list.findIndex((name, i) => i % 2 === 0 && name === 'hints')
  return at < 0 ? 0 : Number(list[at + 1])
}
