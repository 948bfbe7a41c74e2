import { finding, type Evidence, type Finding } from './evidence.ts'

/** Calls that one worker has on the wire at most, and that its end leaves without an answer. */
const CALLS_AT_ONCE = 10

/** A person is called for a lost answer, and for nothing else: parking everything is no way to be safe. */
export function checkParked({ accepted, books, records }: Evidence, strikes: number): Finding[] {
  const parked = [...records.values()].filter(({ state }) => state === 'parked').length
  const unanswered = accepted.filter(({ fate }) => fate.unanswered).length
  const lost = books.creates.byCode['lost'] ?? 0
  const explained = unanswered + lost + strikes * CALLS_AT_ONCE
  return parked <= explained
    ? []
    : [
        finding(
          'parkedUnexplained',
          null,
          `${parked} jobs are parked, and ${explained} answers can have been lost`,
        ),
      ]
}
