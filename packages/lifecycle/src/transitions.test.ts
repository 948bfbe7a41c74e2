import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { STATE_NAMES, STATES, isEnded, type State } from './states.ts'
import { EVENT_NAMES, EVENTS, TRANSITIONS, nextState, type JobEvent } from './transitions.ts'

/** The whole life again, written by hand as from → event → to: the table must say the same. */
const EXPECTED: Record<State, Partial<Record<JobEvent, State | [State, State]>>> = {
  queued: { begun: 'submitting', bound: 'running', canceled: 'canceled', quarantined: 'parked' },
  submitting: {
    bound: 'running',
    released: ['queued', 'canceled'],
    rejected: ['failed', 'canceled'],
    retried: ['queued', 'canceled'],
    lost: 'unconfirmed',
    cancelRequested: 'submitting',
    quarantined: 'parked',
  },
  unconfirmed: {
    bound: 'running',
    released: ['queued', 'canceled'],
    rejected: ['failed', 'canceled'],
    retried: ['queued', 'canceled'],
    horizonPassed: 'parked',
    cancelRequested: 'unconfirmed',
    quarantined: 'parked',
  },
  running: {
    succeeded: ['succeeded', 'canceled'],
    failed: ['failed', 'canceled'],
    retried: ['queued', 'canceled'],
    limitPassed: 'late',
    vanished: 'parked',
    resultless: 'parked',
    cancelRequested: 'running',
    quarantined: 'parked',
  },
  late: {
    succeeded: ['succeeded', 'canceled'],
    failed: ['failed', 'canceled'],
    vanished: 'parked',
    resultless: 'parked',
    watchEnded: 'parked',
    cancelRequested: 'late',
    quarantined: 'parked',
  },
  parked: {
    bound: 'running',
    released: ['queued', 'canceled'],
    rejected: ['failed', 'canceled'],
    retried: ['queued', 'canceled'],
    resubmitted: 'queued',
    writtenOff: 'canceled',
  },
  succeeded: { requeued: 'queued' },
  failed: { rescued: 'succeeded', resumed: 'running', requeued: 'queued' },
  canceled: { rescued: 'canceled', requeued: 'queued' },
}

const OPERATORS_ACTS: JobEvent[] = ['requeued', 'resubmitted', 'resumed', 'writtenOff']

describe('the life of a job', () => {
  for (const from of STATE_NAMES) {
    test.each(EVENT_NAMES)(`${from}: %s leads where the design says, or nowhere`, (event) => {
      const expected = EXPECTED[from][event]
      const [plain, canceled] = Array.isArray(expected) ? expected : [expected, expected]
      expect(nextState(from, event, false)).toBe(plain ?? null)
      expect(nextState(from, event, true)).toBe(canceled ?? null)
    })
  }

  test('names each pair of state and event once', () => {
    const pairs = TRANSITIONS.map(({ from, event }) => `${from} ${event}`)
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  test('reaches every state from queued', () => {
    const reached = new Set<State>(['queued'])
    for (let size = 0; size !== reached.size;) {
      size = reached.size
      for (const { from, to, toIfCancelRequested } of TRANSITIONS) {
        if (!reached.has(from)) continue
        reached.add(to)
        if (toIfCancelRequested) reached.add(toIfCancelRequested)
      }
    }
    expect([...reached].toSorted()).toEqual([...STATE_NAMES].toSorted())
  })

  test('leads from a passed limit to no new attempt without an operator', () => {
    // After the limit only what KIE says, or a person, moves a job; none of it goes to queued
    // except through `parked`, whose answers are those of an attempt that never had a task.
    const reachable = new Set<State>(['late'])
    for (let size = 0; size !== reachable.size;) {
      size = reachable.size
      for (const { from, event, to } of TRANSITIONS) {
        const answerOfUntasked =
          from === 'parked' && ['released', 'rejected', 'retried', 'bound'].includes(event)
        if (reachable.has(from) && !OPERATORS_ACTS.includes(event) && !answerOfUntasked) reachable.add(to)
      }
    }
    expect(reachable).not.toContain('queued')
    expect(reachable).not.toContain('submitting')
  })

  test('never leads a job whose cancel was requested back to the queue, save by an operator', () => {
    for (const { from, event } of TRANSITIONS) {
      if (OPERATORS_ACTS.includes(event)) continue
      expect(nextState(from, event, true)).not.toBe('queued')
    }
  })

  test('writes a verdict once: only a confirmed success or an operator changes an end', () => {
    for (const { from, event } of TRANSITIONS) {
      if (isEnded(from)) expect(['rescued', ...OPERATORS_ACTS]).toContain(event)
    }
  })
})

describe('docs/lifecycle.md', () => {
  const page = readFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), 'utf8')

  test('draws exactly the arrows of the table', () => {
    const drawn = [...page.matchAll(/^ {4}(\w+) --> (\w+): (\w+)( \(cancel requested\))?$/gm)].map(
      ([, from, to, event, canceled]) => `${from} ${event} ${to}${canceled ? ' canceled' : ''}`,
    )
    const inTable = TRANSITIONS.flatMap(({ from, event, to, toIfCancelRequested }) => [
      `${from} ${event} ${to}`,
      ...(toIfCancelRequested ? [`${from} ${event} ${toIfCancelRequested} canceled`] : []),
    ])
    expect(drawn.toSorted()).toEqual(inTable.toSorted())
  })

  test('explains every state and every event in the words of the code', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name, means]) => [name, means])
    const named = [...STATE_NAMES.map((state) => [state, STATES[state].means]), ...Object.entries(EVENTS)]
    expect(rows).toEqual(named)
  })
})
