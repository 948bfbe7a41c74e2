import { STATES, STATE_NAMES } from '@kiln/lifecycle'
import { finding, type Evidence, type Finding } from './evidence.ts'

/** States a job may be left in: it has its verdict, waits for a person, or is still read. */
const AT_REST: ReadonlySet<string> = new Set(STATE_NAMES.filter((name) => !STATES[name].live).concat('late'))

/** Whatever was accepted is there, once, and came to rest. */
export function checkConservation({ accepted, records }: Evidence): Finding[] {
  const told = new Set(accepted.map(({ id }) => id))
  const lost = [...told].filter((id) => !records.has(id))
  const unasked = [...records.keys()].filter((id) => !told.has(id))
  const stuck = [...records].filter(([, { state = 'in no state' }]) => !AT_REST.has(state))
  return [
    ...lost.map((id) => finding('lost', id, 'was accepted, and is not in the ledger')),
    ...unasked.map((id) => finding('lost', id, 'is in the ledger, and no caller was told of it')),
    ...stuck.map(([id, { state }]) => finding('stuck', id, `is still ${state ?? 'in no state'}`)),
  ]
}

/** Which states the members of a set may be in: whoever stands elsewhere is woken for nothing, or never. */
const STATES_OF: readonly [set: RegExp, states: readonly string[]][] = [
  [/^due$/, ['running', 'late']],
  [/^deadline$/, ['submitting', 'unconfirmed']],
  [/^(?:fed|later|ready:.*)$/, ['queued']],
]

/** Each job stands in the index of its state and in no other. */
export function checkIndexes({ records, indexes }: Evidence): Finding[] {
  const stateOf = (id: string) => records.get(id)?.['state']
  const wrongState = STATE_NAMES.flatMap((state) =>
    (indexes.get(`state:${state}`) ?? [])
      .filter((id) => stateOf(id) !== state)
      .map((id) => finding('index', id, `is ${stateOf(id)}, and stands among the ${state}`)),
  )
  const missing = [...records]
    .filter(([id, { state }]) => !indexes.get(`state:${state}`)?.includes(id))
    .map(([id, { state }]) => finding('index', id, `is ${state}, and does not stand among them`))
  const misplaced = [...indexes].flatMap(([name, ids]) => {
    const states = STATES_OF.find(([set]) => set.test(name))?.[1]
    return ids
      .filter((id) => states !== undefined && !states.includes(stateOf(id) ?? ''))
      .map((id) => finding('index', id, `is ${stateOf(id)}, and stands in ${name}`))
  })
  const unwatched = [...records]
    .filter(([id, { state }]) => state === 'late' && !indexes.get('due')?.includes(id))
    .map(([id]) => finding('index', id, 'is late, and will not be read again'))
  return [...wrongState, ...missing, ...misplaced, ...unwatched]
}
