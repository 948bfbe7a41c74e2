import type { State } from '@kiln/lifecycle'
import type { CreditOutcome, LedgerSnapshot } from '../ledger.ts'
import { MICRO } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { isClosed, nextTry, type StoredGate } from '../gates/stored-gates.ts'

/** Rows of the ledger's credits that say nothing of what was charged. */
const POSSIBLY_WASTED = 'possiblyWasted'

interface Answer {
  /** Every model that a job was ever accepted for; an empty list comes as an object. */
  models: string[] | Record<string, never>
  states: Record<State, number>
  parked: Partial<LedgerSnapshot['parked']>
  queuedSince?: number
  counts: Record<string, string>
  /** Micro-credits by `<outcome> <model>`. */
  credits: Record<string, string>
  gates: Record<string, StoredGate>
  /** Waiting jobs of each model that has a gate of its own. */
  queuedOf: Record<string, number>
  /** Waiting jobs of every model. */
  waiting: Record<string, string>
  balance: { credits?: string; at?: string }
  pace: { shortestMs?: string; slowStart?: string }
  workers: Record<string, LedgerSnapshot['workers'][number]>
  orphans: number
  /** Task id and Redis time in turn, the newest first. */
  newestOrphans: string[] | object
  submitWindowUsed: number
  pollWindowUsed: number
}

const NONE_PARKED: LedgerSnapshot['parked'] = {
  noAnswer: 0,
  noVerdict: 0,
  taskVanished: 0,
  noResult: 0,
  quarantined: 0,
  uncounted: 0,
}

/** Read in one script, so that accepted and the states are of one moment. */
export async function readFigures(run: RunScript): Promise<LedgerSnapshot> {
  const figures = await run<Answer>('figures', {})
  const { now, states, counts, pace, balance } = figures
  return {
    now,
    states,
    parked: { ...NONE_PARKED, ...figures.parked },
    queuedSince: figures.queuedSince ?? null,
    accepted: Number(counts['accepted'] ?? 0),
    queuedByModel: queuedByModelOf(figures),
    closedGates: closedGatesOf(figures, now),
    submitWindowUsed: figures.submitWindowUsed,
    slowStart: numberOrNull(pace.slowStart),
    shortestCallMs: numberOrNull(pace.shortestMs),
    pollWindowUsed: figures.pollWindowUsed,
    ...creditsOf(figures),
    lastCallbackAt: numberOrNull(counts['lastCallbackAt']),
    callbackHealth: Number(counts['callbackHealth'] ?? 0),
    strayTasks: Number(counts['strayTasks'] ?? 0),
    orphans: { count: figures.orphans, newest: orphansOf(figures.newestOrphans) },
    balance:
      balance.credits === undefined ? null : { credits: Number(balance.credits), at: Number(balance.at) },
    workers: Object.values(figures.workers),
  }
}

/** A model without a charge stands at 0, so that its first one is seen as a rise. */
function creditsOf({ credits, models }: Answer): Pick<LedgerSnapshot, 'credits' | 'possiblyWasted'> {
  const rows = Object.entries(credits).map(([field, micro]) => {
    const [outcome = '', model = ''] = field.split(' ')
    return { outcome, row: { model, credits: Number(micro) / MICRO } }
  })
  const charged = rows.flatMap(({ outcome, row }) =>
    outcome === POSSIBLY_WASTED ? [] : [{ ...row, outcome: outcome as CreditOutcome }],
  )
  const lost = rows.flatMap(({ outcome, row }) => (outcome === POSSIBLY_WASTED ? [row] : []))
  const without = (told: readonly { model: string }[]) =>
    Object.values<string>(models)
      .filter((id) => told.every(({ model }) => model !== id))
      .map((model) => ({ model, credits: 0 }))
  return {
    credits: [...charged, ...without(charged).map((row) => ({ outcome: 'delivered' as const, ...row }))],
    possiblyWasted: [...lost, ...without(lost)],
  }
}

function closedGatesOf({ gates, queuedOf, states }: Answer, now: number): LedgerSnapshot['closedGates'] {
  return Object.entries(gates)
    .filter(([, gate]) => isClosed(gate, now))
    .map(([name, gate]) => {
      const model = name.includes(':') ? name.slice(name.indexOf(':') + 1) : null
      return {
        gate: name,
        since: gate.since,
        until: nextTry(gate, now),
        probes: gate.probeMs > 0,
        cause: gate.cause,
        jobsHeld: Math.max(0, model === null ? states.queued : (queuedOf[model] ?? 0)),
      }
    })
}

function queuedByModelOf({ waiting }: Answer): LedgerSnapshot['queuedByModel'] {
  return Object.entries(waiting)
    .map(([model, queued]) => ({ model, queued: Number(queued) }))
    .filter(({ queued }) => queued > 0)
    .toSorted((one, other) => other.queued - one.queued || one.model.localeCompare(other.model))
}

function orphansOf(flat: Answer['newestOrphans']): LedgerSnapshot['orphans']['newest'] {
  const list = Array.isArray(flat) ? flat.map(String) : []
  return list.flatMap((taskId, at) => (at % 2 === 0 ? [{ taskId, seenAt: Number(list[at + 1]) }] : []))
}

const numberOrNull = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
