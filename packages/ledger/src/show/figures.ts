import type { State } from '@kiln/lifecycle'
import type { LedgerSnapshot } from '../ledger.ts'
import { MICRO } from '../record.ts'
import type { RunScript } from '../scripts.ts'
import { endOf, isClosed, type StoredGate } from '../gates/stored-gates.ts'

type Outcome = LedgerSnapshot['credits'][number]['outcome']

interface Answer {
  states: Record<State, number>
  counts: Record<string, string>
  /** Micro-credits by `<outcome> <model>`. */
  credits: Record<string, string>
  gates: Record<string, StoredGate>
  submitWindowUsed: number
  pollWindowUsed: number
}

/** Read in one script, so that accepted and the states are of one moment. */
export async function readFigures(run: RunScript): Promise<LedgerSnapshot> {
  const { now, states, counts, credits, gates, submitWindowUsed, pollWindowUsed } = await run<Answer>(
    'figures',
    {},
  )
  return {
    now,
    states,
    accepted: Number(counts['accepted'] ?? 0),
    closedGates: Object.entries(gates)
      .filter(([, gate]) => isClosed(gate, now))
      .map(([name, gate]) => ({ gate: name, since: gate.since, until: endOf(gate), cause: gate.cause })),
    submitWindowUsed,
    pollWindowUsed,
    credits: Object.entries(credits).map(([field, micro]) => {
      const [outcome, model] = field.split(' ') as [Outcome, string]
      return { outcome, model, credits: Number(micro) / MICRO }
    }),
    lastCallbackAt: counts['lastCallbackAt'] === undefined ? null : Number(counts['lastCallbackAt']),
    strayTasks: Number(counts['strayTasks'] ?? 0),
  }
}
