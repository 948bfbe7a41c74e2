import { describe, expect, test } from '@jest/globals'
import { narrowsByName, workerArguments } from './jest-arguments.ts'
import type { SuiteResult } from './jest-report.ts'
import { parseReport } from './jest-report.ts'
import { summarizeRun, type JestRun } from './summarize-run.ts'

const suite = (
  statuses: string[],
  status = statuses.includes('failed') ? 'failed' : 'passed',
): SuiteResult => ({
  name: '/repo/a.test.ts',
  status,
  message: '',
  assertionResults: statuses.map((each, index) => ({ fullName: `test ${index} ${each}`, status: each })),
})

const run = (suites: SuiteResult[], more: Partial<JestRun> = {}): JestRun => ({
  report: { wasInterrupted: false, testResults: suites },
  exitCode: suites.some((each) => each.status === 'failed') ? 1 : 0,
  endedBecause: null,
  narrowedByName: false,
  ...more,
})

describe('a run counts as failed', () => {
  test('once for every failed test', () => {
    expect(summarizeRun(run([suite(['passed', 'failed']), suite(['failed'])]), [])).toEqual({
      passed: 1,
      failed: 2,
      notes: [],
    })
  })

  test.each(['pending', 'todo', 'skipped', 'disabled'])('for a test that is %s', (status) => {
    const { passed, failed, notes } = summarizeRun(run([suite(['passed', status])]), [])
    expect([passed, failed]).toEqual([1, 1])
    expect(notes).toEqual([`Skipped (${status}), and not among the allowed skips: test 1 ${status}`])
  })

  test('for a file that failed outside its tests, though the tests it has passed', () => {
    expect(summarizeRun(run([suite([], 'failed')]), [])).toMatchObject({ passed: 0, failed: 1 })
    expect(summarizeRun(run([suite(['passed'], 'failed')]), [])).toMatchObject({ passed: 1, failed: 1 })
  })

  test('when nothing ran', () => {
    expect(summarizeRun(run([]), [])).toMatchObject({ passed: 0, failed: 1, notes: ['No test ran.'] })
  })

  test('when jest left no report', () => {
    expect(summarizeRun(run([], { report: null, exitCode: 1 }), [])).toMatchObject({ passed: 0, failed: 1 })
  })

  test('when jest is unhappy for a reason no test tells', () => {
    expect(summarizeRun(run([suite(['passed'])], { exitCode: 1 }), [])).toMatchObject({
      passed: 1,
      failed: 1,
    })
  })

  test('when it was ended from outside, or says it was interrupted', () => {
    const hung = run([suite(['passed'])], { endedBecause: 'It hung.', exitCode: null })
    expect(summarizeRun(hung, [])).toEqual({ passed: 1, failed: 1, notes: ['It hung.'] })
    const interrupted = run([suite(['passed'])])
    const report = { wasInterrupted: true, testResults: [suite(['passed'])] }
    expect(summarizeRun({ ...interrupted, report }, [])).toMatchObject({ passed: 1, failed: 1 })
  })
})

test('a skip on the list is told with its reason and counts for nothing', () => {
  const allowed = [{ test: 'test 1 pending', reason: 'needs a browser' }]
  expect(summarizeRun(run([suite(['passed', 'pending'])]), allowed)).toEqual({
    passed: 1,
    failed: 0,
    notes: ['Skipped, as allowed: test 1 pending (needs a browser)'],
  })
})

test('tests that a name pattern leaves out were not asked for', () => {
  const narrowed = run([suite(['passed', 'pending'])], { narrowedByName: narrowsByName(['-t', 'one']) })
  expect(summarizeRun(narrowed, [])).toEqual({ passed: 1, failed: 0, notes: [] })
  expect(narrowsByName(['--testNamePattern=x'])).toBe(true)
  expect(narrowsByName(['packages/ledger', '--testTimeout=5'])).toBe(false)
})

test('at least three workers run, unless the caller says how many', () => {
  expect(workerArguments([])).toEqual(['--maxWorkers=4'])
  expect(workerArguments(['-w', '1'])).toEqual([])
  expect(workerArguments(['--runInBand'])).toEqual([])
})

test('a cut-off report is none', () => {
  expect(parseReport('{"testResults": [')).toBeNull()
  expect(parseReport('null')).toBeNull()
  expect(parseReport('')).toBeNull()
})
