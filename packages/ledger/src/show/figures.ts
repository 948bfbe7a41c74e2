import { STATE_NAMES, type State } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { indexOf, keysUnder } from '../keys.ts'
import type { LedgerSnapshot } from '../ledger.ts'
import { MICRO } from '../record.ts'
import { isClosed, readGates } from './gates.ts'

type Outcome = LedgerSnapshot['credits'][number]['outcome']

/** Read in one transaction, so that accepted and the states are of one moment. */
export async function readFigures(redis: Redis, prefix: string): Promise<LedgerSnapshot> {
  const keys = keysUnder(prefix)
  const [seconds, micros] = await redis.time()
  const now = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000)
  const transaction = redis.multi()
  for (const state of STATE_NAMES) transaction.zcard(keys.key(indexOf.state(state)))
  transaction.hgetall(keys.counts)
  transaction.zcount(keys.window, `(${now}`, '+inf')
  transaction.zcount(keys.reads, `(${now}`, '+inf')
  transaction.hgetall(keys.credits)
  const answers = ((await transaction.exec()) ?? []).map(([error, value]) => {
    if (error) throw error
    return value
  })
  const counts = answers[STATE_NAMES.length] as Record<string, string>
  const states = Object.fromEntries(STATE_NAMES.map((state, i) => [state, Number(answers[i])]))
  const gates = await readGates(redis, keys.gates)
  return {
    now,
    states: states as Record<State, number>,
    accepted: Number(counts['accepted'] ?? 0),
    closedGates: [...gates]
      .filter(([, gate]) => isClosed(gate, now))
      .map(([gate, { since, untilAt, cause }]) => ({ gate, since, until: untilAt, cause })),
    submitWindowUsed: Number(answers[STATE_NAMES.length + 1]),
    pollWindowUsed: Number(answers[STATE_NAMES.length + 2]),
    credits: Object.entries(answers[STATE_NAMES.length + 3] as Record<string, string>).map(
      ([field, micro]) => {
        const [outcome, model] = field.split(' ') as [Outcome, string]
        return { outcome, model, credits: Number(micro) / MICRO }
      },
    ),
    lastCallbackAt: counts['lastCallbackAt'] === undefined ? null : Number(counts['lastCallbackAt']),
    strayTasks: Number(counts['strayTasks'] ?? 0),
  }
}
