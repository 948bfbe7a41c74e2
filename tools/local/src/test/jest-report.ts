/** What the summary reads of jest's --json report. */
export interface JestReport {
  wasInterrupted: boolean
  testResults: SuiteResult[]
}

export interface SuiteResult {
  name: string
  status: string
  message: string
  assertionResults: { fullName: string; status: string }[]
}

/** null for a report that was cut off, or is none. */
export function parseReport(text: string): JestReport | null {
  try {
    const report = JSON.parse(text) as Partial<JestReport> | null
    if (!Array.isArray(report?.testResults)) return null
    return { wasInterrupted: report.wasInterrupted === true, testResults: report.testResults }
  } catch {
    return null
  }
}
