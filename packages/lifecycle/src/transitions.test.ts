import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { STATE_NAMES, STATES, isEnded, type State } from './states.ts'
import { EVENT_NAMES, EVENTS, OPERATOR_EVENTS, TRANSITIONS, nextState, type JobEvent } from './transitions.ts'

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
  canceled: { rescued: 'canceled', resumed: 'running', requeued: 'queued' },
}

const isOperators = (event: JobEvent) => (OPERATOR_EVENTS as readonly JobEvent[]).includes(event)

/** Our own clock ran out. */
const TIMEOUTS: readonly JobEvent[] = ['lost', 'horizonPassed', 'limitPassed', 'watchEnded']
/** KIE said, after the timeout, what had become of the attempt: it refused it, or surely made no task of it. */
const PROOFS: readonly JobEvent[] = ['released', 'rejected', 'retried', 'succeeded', 'failed', 'rescued']

/** Every way to `begun` from where a timeout leads, over events that `mayPass` lets through. */
function waysToBegun(timeout: JobEvent, mayPass: (event: JobEvent) => boolean): JobEvent[][] {
  const found: JobEvent[][] = []
  const walk = (state: State, canceled: boolean, way: JobEvent[], seen: ReadonlySet<State>) => {
    for (const { from, event } of TRANSITIONS) {
      if (from !== state || !mayPass(event)) continue
      if (event === 'begun') found.push([...way, event])
      const to = nextState(state, event, canceled)!
      if (event === 'begun' || seen.has(to)) continue
      walk(to, canceled, [...way, event], new Set([...seen, to]))
    }
  }
  for (const { from, event } of TRANSITIONS) {
    if (event !== timeout) continue
    for (const canceled of [false, true]) {
      const to = nextState(from, event, canceled)!
      walk(to, canceled, [event], new Set([to]))
    }
  }
  return found
}

/** From parked, `released` and `retried` are answers of an attempt that has no task: a late job has one. */
const ofTask = (event: JobEvent) => !isOperators(event) && !['released', 'retried'].includes(event)

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

  describe('leads from a timeout to no createTask without an operator', () => {
    test.each(TIMEOUTS)('%s: while KIE says nothing there is no way at all', (timeout) => {
      expect(TRANSITIONS.some(({ event }) => event === timeout)).toBe(true)
      expect(waysToBegun(timeout, (event) => !isOperators(event) && !PROOFS.includes(event))).toEqual([])
    })

    test.each(TIMEOUTS)("%s: every other way goes over KIE's own word that no task runs", (timeout) => {
      for (const way of waysToBegun(timeout, (event) => !isOperators(event))) {
        expect(way.filter((event) => event === 'released' || event === 'retried')).not.toEqual([])
      }
    })

    test('a late job has none even then, save an attempt that KIE ends by its own late answer', () => {
      expect(waysToBegun('limitPassed', ofTask)).toEqual([])
      expect(waysToBegun('watchEnded', ofTask)).toEqual([])
      expect(TRANSITIONS.filter(({ from, to }) => from === 'late' && to === 'queued')).toEqual([])
    })

    test('and with one there is, so that the walk looks where it should', () => {
      expect(waysToBegun('horizonPassed', () => true)).toContainEqual([
        'horizonPassed',
        'resubmitted',
        'begun',
      ])
      expect(waysToBegun('watchEnded', () => true)).toContainEqual(['watchEnded', 'resubmitted', 'begun'])
    })
  })

  test('never leads a job whose cancel was requested back to the queue, save by an operator', () => {
    for (const { from, event } of TRANSITIONS) {
      if (isOperators(event)) continue
      expect(nextState(from, event, true)).not.toBe('queued')
    }
  })

  test('writes a verdict once: only a confirmed success or an operator changes an end', () => {
    for (const { from, event } of TRANSITIONS) {
      if (isEnded(from)) expect(['rescued', ...OPERATOR_EVENTS]).toContain(event)
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
