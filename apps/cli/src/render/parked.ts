import type { JobView } from '@kiln/contract'
import type { Words } from '../words/words.ts'
import type { Ink } from './ink.ts'
import { plain } from './plain.ts'
import { renderTable } from './table.ts'

/** What waits for a person: a table, and below it what to do about each kind. */
export function renderParked(jobs: readonly JobView[], ink: Ink, words: Words): string {
  const { columns, none } = words.parked
  if (jobs.length === 0) return `${ink.green(none)}\n`
  const advice = new Map<string, string>()
  const rows = jobs.flatMap(({ id, model, parked }) => {
    if (parked === null) return []
    advice.set(parked.reason, plain(parked.advice))
    return [[id, model, parked.reason, parked.since, tellEvidence(parked, words)].map(plain)]
  })
  const table = renderTable([[...columns], ...rows])
  const told = renderTable([...advice].map(([reason, text]) => [plain(reason), text]))
  return `${table}\n${ink.bold(words.parked.whatToDo)}\n${told}`
}

function tellEvidence({ evidence, fault }: NonNullable<JobView['parked']>, words: Words): string {
  const { parked, money } = words
  const { attempts, silentSeconds, callbackHealth, creditsAtStake } = evidence
  const stake = creditsAtStake === 'unknown' ? money.priceUnknown : money.credits(String(creditsAtStake))
  const facts = [
    parked.attempts(attempts),
    ...(silentSeconds === null ? [] : [parked.silent(Math.round(silentSeconds / 60))]),
    parked.callbacks(Math.round(callbackHealth * 100)),
    parked.stake(stake),
    ...(fault === null ? [] : [fault]),
  ]
  return facts.join('; ')
}
