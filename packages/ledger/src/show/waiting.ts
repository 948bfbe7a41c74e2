import { GATES, type Gate } from '@kiln/lifecycle'
import { endOf, isClosed, nextTry, NO_REFILL, type StoredGate } from '../gates/stored-gates.ts'
import type { WaitingFor, WaitReason } from '../ledger.ts'
import { budgetArguments } from '../budget/budget-arguments.ts'
import type { LedgerLimits } from '../limits.ts'
import type { JobRecord } from '../record.ts'
import type { RunScript } from '../scripts.ts'

interface Place {
  id: string
  /** Jobs of its lane that go before it; absent when it is not in its lane right now. */
  ahead?: number
  /** Jobs of all lanes that are likely to go until it has gone. */
  turns?: number
  /** When its pause after a failure ends. */
  pausedUntil?: string
  /** KIE said that credits are short, and the balance seen since cannot pay for it. */
  short?: true
  /** Until when the budget of its key holds it back. */
  budgetUntil?: number
}

interface Answer {
  jobs: Place[] | object
  gates: Record<string, StoredGate>
  windowUsed: number
  windowFreeAt: number
  /** A gate opened a moment ago, and no further call may be without an answer yet. */
  slowStart: boolean
}

type Surroundings = Omit<Answer, 'jobs'> & { now: number; limits: LedgerLimits }

/** For each queued job: the first gate that holds it, its place, and when it is likely to go. */
export async function readWaiting(
  run: RunScript,
  limits: LedgerLimits,
  jobs: readonly JobRecord[],
): Promise<Map<string, WaitingFor>> {
  const queued = new Map(jobs.filter(({ state }) => state === 'queued').map((job) => [job.id, job]))
  if (queued.size === 0) return new Map()
  const answer = await run<Answer>('waiting', {
    ids: [...queued.keys()],
    weights: limits.weights,
    creditProbeMs: limits.creditProbeMs,
    ...budgetArguments(limits),
  })
  const places = Array.isArray(answer.jobs) ? (answer.jobs as Place[]) : []
  const around = { ...answer, limits }
  return new Map(places.map((place) => [place.id, waitingForOf(queued.get(place.id)!, place, around)]))
}

/** Gates by which a job may be held, in the order in which it names the first. */
function gatesOver(model: string): { gate: Gate; name: string }[] {
  return GATES.flatMap((gate) => [
    ...(gate === 'model' ? [] : [{ gate, name: gate }]),
    ...(gate === 'model' || gate === 'paused' ? [{ gate, name: `${gate}:${model}` }] : []),
  ])
}

function waitingForOf(job: JobRecord, place: Place, around: Surroundings): WaitingFor {
  const position = place.ahead === undefined ? null : place.ahead + 1
  const waits = (gate: Gate, reason: WaitReason, until: number | null): WaitingFor => ({
    gate,
    reason,
    since: job.stateAt,
    until,
    position,
  })
  for (const { gate, name } of gatesOver(job.model)) {
    const stored = around.gates[name]
    if (stored && isClosed(stored, around.now)) {
      const reason = { kind: 'closed', cause: stored.cause } as const
      return { gate, reason, since: stored.since, until: nextTry(stored, around.now), position }
    }
    if (gate === 'credits' && place.short === true) return waits(gate, { kind: 'creditsShort' }, null)
    if (gate === 'budget' && place.budgetUntil !== undefined) {
      if (place.budgetUntil === NO_REFILL) return waits(gate, { kind: 'batchBudgetSpent' }, null)
      const until = endOf({ untilAt: place.budgetUntil })
      return waits(gate, { kind: until === null ? 'neverWithinBudget' : 'budgetSpent' }, until)
    }
  }
  if (place.pausedUntil !== undefined) return waits('turn', { kind: 'pause' }, Number(place.pausedUntil))
  const startsAt = expectedStart(place, around)
  if (around.windowUsed >= around.limits.submitWindow.count) {
    return waits('rate', { kind: 'windowFull', places: around.limits.submitWindow.count }, startsAt)
  }
  if (around.slowStart) return waits('rate', { kind: 'slowStart' }, startsAt)
  return waits('turn', { kind: 'turn' }, startsAt)
}

/** When it is its turn, if the account goes on as fast as KIE allows and nobody comes in between. */
function expectedStart(
  { turns }: Place,
  { now, limits, windowUsed, windowFreeAt }: Surroundings,
): number | null {
  if (turns === undefined) return null
  const { count, windowMs } = limits.submitWindow
  const free = Math.max(0, count - windowUsed)
  if (turns <= free) return now
  const from = free === 0 ? windowFreeAt : now
  return Math.round(from + (Math.max(0, turns - free - 1) * windowMs) / count)
}
