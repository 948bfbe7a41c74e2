import { describe, expect, test } from '@jest/globals'
import { STATE_NAMES } from '@kiln/lifecycle'
import type { Books, Charge } from '@kiln/simulator'
import { audit } from './audit.ts'
import type { Evidence, StoredRecord } from './evidence.ts'
import { checkParked } from './parked.ts'

const charge = (key: string, taskId: string, state = 'success', credits = 8): Charge => ({
  key,
  taskId,
  model: 'nano-banana-2',
  credits,
  at: 0,
  state,
})

const booksOf = (charges: Charge[], forgotten = 0): Books => ({
  charges,
  forgotten,
  byKey: {},
  createTimes: [],
  creates: { accepted: charges.length, byCode: {} },
  reads: 0,
  readsByCode: {},
  callbacksSent: 0,
  callbacksFailed: 0,
  callbacksRefused: 0,
  callbacksDropped: 0,
  balance: 0,
})

const USUAL = { refused: false, unanswered: false }

const SUCCEEDED: StoredRecord = {
  state: 'succeeded',
  model: 'nano-banana-2',
  taskId: 't1',
  result: '{"urls":["http://sim/t1-1.png"]}',
  chargedMicro: '8000000',
  bookedMicro: '8000000',
}
const FAILED: StoredRecord = { state: 'failed', model: 'nano-banana-2', taskId: 't2' }
const PARKED: StoredRecord = { state: 'parked' }

/** A run in which one job succeeded, one failed and one waits for a person. */
function soundRun(): Evidence {
  const records = new Map([
    ['a', SUCCEEDED],
    ['b', FAILED],
    ['c', PARKED],
  ])
  return {
    accepted: [...records.keys()].map((id) => ({
      id,
      key: `key-${id}`,
      retries: 0,
      cancelAsked: false,
      fate: USUAL,
    })),
    books: booksOf([charge('a', 't1'), charge('b', 't2', 'fail', 0), charge('key-c', 't3')]),
    records,
    indexes: new Map([
      ['state:succeeded', ['a']],
      ['state:failed', ['b']],
      ['state:parked', ['c']],
    ]),
    metrics: metricsOf({ succeeded: 1, failed: 1, parked: 1 }),
    lines: ['{"level":"info","event":"working"}'],
    ends: [{ process: 'api 1', expected: true, words: 'exit code 0' }],
    secrets: ['a-secret'],
  }
}

function metricsOf(counts: Record<string, number>, credits = 8): Map<string, number> {
  return new Map([
    ...STATE_NAMES.map((state) => [`kiln_jobs{state="${state}"}`, counts[state] ?? 0] as const),
    ['kiln_jobs_unaccounted', 0],
    ['kiln_jobs_accepted_total', Object.values(counts).reduce((sum, count) => sum + count, 0)],
    ['kiln_credits_total{model="nano-banana-2",outcome="delivered"}', credits],
  ])
}

const withRecord = (id: string, record: StoredRecord): Partial<Evidence> => ({
  records: new Map([...soundRun().records, [id, record]]),
})

const checksOf = (changes: Partial<Evidence>) => [
  ...new Set(audit({ ...soundRun(), ...changes }).map(({ check }) => check)),
]

test('a sound run passes', () => {
  expect(audit(soundRun())).toEqual([])
})

describe('the audit finds', () => {
  const { charges } = soundRun().books

  test.each([
    ['a job that was charged twice', booksOf([...charges, charge('key-c', 't4')])],
    ['a charge that belongs to nobody', booksOf([...charges, charge('x', 't4')])],
    ['books that are not whole', booksOf(charges, 1)],
  ])('%s', (_what, books) => {
    expect(checksOf({ books })).toEqual(['paidTwice'])
  })

  test('nothing wrong with a second charge for a retry that the job was promised', () => {
    const books = booksOf([...charges, charge('b', 't0', 'fail', 0)])
    expect(checksOf({ books })).toEqual(['paidTwice'])
    const retried = withRecord('b', { ...FAILED, retriesUsed: '1' })
    const accepted = soundRun().accepted.map((job) => ({ ...job, retries: 1 }))
    expect(checksOf({ books, ...retried, accepted })).toEqual([])
    // The ledger's word alone allows nothing.
    expect(checksOf({ books, ...retried })).toEqual(['paidTwice'])
  })

  test('a late job that nobody will read again', () => {
    const indexes = new Map([...soundRun().indexes, ['state:parked', []], ['state:late', ['c']]])
    const run = {
      ...withRecord('c', { state: 'late' }),
      metrics: metricsOf({ succeeded: 1, failed: 1, late: 1 }),
    }
    expect(checksOf({ ...run, indexes })).toEqual(['index'])
    expect(checksOf({ ...run, indexes: new Map([...indexes, ['due', ['c']]]) })).toEqual([])
  })

  test('a job that a caller was told of and that is not there', () => {
    const accepted = [
      ...soundRun().accepted,
      { id: 'd', key: 'key-d', retries: 0, cancelAsked: false, fate: USUAL },
    ]
    expect(checksOf({ accepted })).toEqual(['lost'])
  })

  test('a job that nobody was told of', () => {
    const accepted = soundRun().accepted.filter(({ id }) => id !== 'b')
    expect(checksOf({ accepted })).toContain('lost')
  })

  test.each(['queued', 'submitting', 'unconfirmed', 'running'])('a job that is stuck in %s', (state) => {
    const indexes = new Map([...soundRun().indexes, ['state:parked', []], [`state:${state}`, ['c']]])
    const metrics = metricsOf({ succeeded: 1, failed: 1, [state]: 1 })
    expect(checksOf({ ...withRecord('c', { state }), indexes, metrics })).toEqual(['stuck'])
  })

  test.each([
    ['a success that KIE does not know', 'a', { ...SUCCEEDED, taskId: 't9' }],
    ['a success without its result', 'a', { ...SUCCEEDED, result: '{"urls":["http://evil/x.png"]}' }],
    ['a success of a task that failed', 'b', { ...SUCCEEDED, taskId: 't2' }],
    ['a failure of a task that succeeded', 'a', { ...FAILED, taskId: 't1' }],
    ['a failure whose task still runs', 'b', { ...FAILED, taskId: 't7' }],
    ['a failure of a job that KIE neither took nor refused', 'b', { state: 'failed' }],
    ['a cancel that nobody asked for', 'a', { ...SUCCEEDED, state: 'canceled' }],
  ])('%s', (_what, id, record) => {
    expect(checksOf(withRecord(id, record))).toContain('wrongVerdict')
  })

  test('a canceled job whose paid result is gone', () => {
    const accepted = soundRun().accepted.map((job) => ({ ...job, cancelAsked: true }))
    const canceled = { state: 'canceled', taskId: 't1', chargedMicro: '8000000', bookedMicro: '8000000' }
    expect(checksOf({ accepted, ...withRecord('a', canceled) })).toContain('wrongVerdict')
    expect(checksOf({ accepted, ...withRecord('a', { ...SUCCEEDED, state: 'canceled' }) })).not.toContain(
      'wrongVerdict',
    )
  })

  test.each([
    ['an index that misses a job', 'state:parked', []],
    ['an index that holds a job of another state', 'state:queued', ['a']],
    ['a read that is due for a job that has ended', 'due', ['a']],
    ['a deadline of a job that waits for a person', 'deadline', ['c']],
    ['a doorbell of a job that has ended', 'fed', ['b']],
    ['a place in a lane of a job that has ended', 'ready:acme/singles:nano-banana-2', ['a']],
  ])('%s', (_what, name, ids) => {
    expect(checksOf({ indexes: new Map([...soundRun().indexes, [name, ids]]) })).toEqual(['index'])
  })

  test.each([
    ['a metrics page that counts otherwise', metricsOf({ succeeded: 2, failed: 1, parked: 1 })],
    ['a metrics page that adds up otherwise', metricsOf({ succeeded: 1, failed: 1, parked: 1 }, 9)],
    ['unaccounted jobs', new Map([...soundRun().metrics, ['kiln_jobs_unaccounted', 1]])],
    [
      'a metrics page that says a result was in vain',
      new Map([
        ...metricsOf({ succeeded: 1, failed: 1, parked: 1 }, 0),
        ['kiln_credits_total{model="nano-banana-2",outcome="failed"}', 8],
      ]),
    ],
    ['a metrics page without figures', new Map<string, number>()],
  ])('%s', (_what, metrics) => {
    expect(checksOf({ metrics })).toEqual(['figures'])
  })

  test('credits that the ledger books otherwise than KIE', () => {
    const books = booksOf(charges.map((each) => (each.key === 'a' ? { ...each, credits: 9 } : each)))
    expect(checksOf({ books })).toEqual(['figures'])
  })

  test('a secret in a line, or on the metrics page', () => {
    expect(checksOf({ lines: ['{"msg":"a-secret"}'] })).toEqual(['secretTold'])
    expect(checksOf({ metrics: new Map([...soundRun().metrics, ['x{y="a-secret"}', 1]]) })).toEqual([
      'secretTold',
    ])
  })

  test.each([
    '{"level":"fatal","event":"crashed"}',
    'node:internal/process/promises:394',
    '    at Worker.run (/app/dist/main.js:10:3)',
    '    triggerUncaughtException(err, true /* fromPromise */);',
    '[UnhandledPromiseRejection: This error originated …] {',
  ])('the traces of a bug: %s', (line) => {
    expect(checksOf({ lines: [line] })).toEqual(['crash'])
  })

  test('a process that ended unasked', () => {
    const ends = [{ process: 'worker 1', expected: false, words: 'exit code 1' }]
    expect(checksOf({ ends })).toEqual(['crash'])
  })
})

/** A run in which so many jobs wait for a person, and nothing says why. */
const parkedRun = (count: number) => {
  const ids = Array.from({ length: count }, (_, i) => `p${i}`)
  return {
    ...soundRun(),
    accepted: ids.map((id) => ({ id, key: id, retries: 0, cancelAsked: false, fate: USUAL })),
    records: new Map(ids.map((id) => [id, PARKED])),
  }
}

describe('jobs that are parked', () => {
  test('need answers that were lost to explain them', () => {
    expect(checkParked(parkedRun(11), 1)).toMatchObject([{ check: 'parkedUnexplained' }])
    expect(checkParked(parkedRun(10), 1)).toEqual([])
    const lost = { ...soundRun().books, creates: { accepted: 0, byCode: { lost: 1 } } }
    expect(checkParked({ ...parkedRun(11), books: lost }, 1)).toEqual([])
    const [first, ...rest] = parkedRun(11).accepted
    const unanswered = { ...first!, fate: { refused: false, unanswered: true } }
    expect(checkParked({ ...parkedRun(11), accepted: [unanswered, ...rest] }, 1)).toEqual([])
  })
})
