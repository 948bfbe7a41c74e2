import type { AllowedSkip } from './allowed-skips.ts'
import type { JestReport, SuiteResult } from './jest-report.ts'

export interface JestRun {
  report: JestReport | null
  exitCode: number | null
  /** Why it was ended from outside, if it was. */
  endedBecause: string | null
  /** The caller narrowed the run to tests of a name: then the others are unasked, not skipped. */
  narrowedByName: boolean
}

export interface Summary {
  passed: number
  failed: number
  /** Everything that counts as failed without being a failed test, and every allowed skip. */
  notes: string[]
}

/** What a run is worth: whatever did not visibly pass counts as failed. */
export function summarizeRun(run: JestRun, allowedSkips: readonly AllowedSkip[]): Summary {
  const suites = run.report?.testResults ?? []
  const tests = suites.flatMap((suite) => suite.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const failedTests = tests.filter((test) => test.status === 'failed').length
  const skips = run.narrowedByName ? { faults: [], notes: [] } : judgeSkips(tests, allowedSkips)
  const faults = [
    ...suites.filter(brokeOutsideItsTests).map((suite) => `The file failed outside its tests: ${suite.name}`),
    ...skips.faults,
    ...faultsOfRun(run),
  ]
  if (passed + failedTests + faults.length === 0) faults.push('No test ran.')
  if (run.exitCode !== 0 && failedTests + faults.length === 0) {
    faults.push(`jest ended with exit code ${run.exitCode} although no test failed.`)
  }
  return { passed, failed: failedTests + faults.length, notes: [...skips.notes, ...faults] }
}

/** It did not compile, crashed, or an afterAll threw: no test of it says so. */
function brokeOutsideItsTests(suite: SuiteResult): boolean {
  return suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed')
}

function faultsOfRun(run: JestRun): string[] {
  if (run.endedBecause !== null) return [run.endedBecause]
  if (run.report === null) return [`jest left no report (exit code ${run.exitCode}).`]
  return run.report.wasInterrupted ? ['The run was interrupted.'] : []
}

function judgeSkips(
  tests: SuiteResult['assertionResults'],
  allowedSkips: readonly AllowedSkip[],
): { faults: string[]; notes: string[] } {
  const reasons = new Map(allowedSkips.map((skip) => [skip.test, skip.reason]))
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
  return {
    faults: skipped
      .filter((test) => !reasons.has(test.fullName))
      .map((test) => `Skipped (${test.status}), and not among the allowed skips: ${test.fullName}`),
    notes: skipped
      .filter((test) => reasons.has(test.fullName))
      .map((test) => `Skipped, as allowed: ${test.fullName} (${reasons.get(test.fullName)})`),
  }
}
