import type { Check } from '../audit/evidence.ts'
import type { ControlOutcome } from '../control/run-control.ts'
import type { RunOutcome } from '../scenarios/run-scenario.ts'
import type { Figure } from '../scenarios/scenario.ts'

export interface ScenarioRuns {
  group: string
  scenario: string
  runs: readonly RunOutcome[]
  /** Empty where the control has no such step. */
  control: readonly ControlOutcome[]
}

const HEADINGS = [
  'scenario',
  'runs',
  'jobs',
  'faults',
  'paid twice',
  'lost',
  'wrong verdict',
  'other findings',
  'parked, with callbacks',
  'parked, polling only',
  'of them charged',
  'control: jobs',
  'faults',
  'paid twice',
  'most charges of a job',
  'paid and thrown away',
  'worst figures',
]

/** The figures of a whole command as a Markdown table, with their sums in the last row. */
export function renderTable(results: readonly ScenarioRuns[]): string {
  const all: ScenarioRuns = {
    group: 'all',
    scenario: '',
    runs: results.flatMap(({ runs }) => runs),
    control: results.flatMap(({ control }) => control),
  }
  const rows = [...results, ...(results.length > 1 ? [all] : [])].map(rowOf)
  // A column that says nothing is left out.
  const columns = [...HEADINGS.keys()].filter((column) => rows.some((cells) => cells[column] !== ''))
  return [HEADINGS, HEADINGS.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${columns.map((column) => cells[column]).join(' | ')} |`)
    .join('\n')
}

function rowOf({ group, scenario, runs, control }: ScenarioRuns): string[] {
  const jobs = sum(runs, (run) => run.jobs)
  const count = (checks: readonly Check[]) =>
    sum(runs, (run) => run.findings.filter(({ check }) => checks.includes(check)).length)
  const found = {
    twice: count(['paidTwice']),
    lost: count(['lost', 'stuck']),
    wrong: count(['wrongVerdict']),
  }
  const others = sum(runs, (run) => run.findings.length) - found.twice - found.lost - found.wrong
  return [
    `${group} ${scenario}`.trim(),
    String(runs.length),
    String(jobs),
    String(sum(runs, (run) => run.strikes)),
    ...[found.twice, found.lost, found.wrong, others].map(String),
    parkedShare(runs.filter(({ callbacks }) => callbacks)),
    parkedShare(runs.filter(({ callbacks }) => !callbacks)),
    String(sum(runs, (run) => run.parkedCharged)),
    ...controlCells(control),
    worstNotes(runs),
  ]
}

function parkedShare(runs: readonly RunOutcome[]): string {
  if (runs.length === 0) return ''
  const share = sum(runs, (run) => run.parked) / sum(runs, (run) => run.jobs)
  return `${(100 * share).toFixed(1)} %`
}

function controlCells(control: readonly ControlOutcome[]): string[] {
  if (control.length === 0) return ['', '', '', '', '']
  return [
    sum(control, (run) => run.jobs),
    sum(control, (run) => run.strikes),
    sum(control, (run) => run.paidTwice),
    Math.max(...control.map((run) => run.mostCharges)),
    sum(control, (run) => run.thrownAway),
  ].map(String)
}

function worstNotes(runs: readonly RunOutcome[]): string {
  const names = new Set(runs.flatMap(({ notes }) => Object.keys(notes)))
  return [...names]
    .map((name) =>
      worstOf(
        name,
        runs.flatMap(({ notes }) => notes[name] ?? []),
      ),
    )
    .join(', ')
}

/** The highest one, except of a figure that must not be low. */
function worstOf(name: string, figures: readonly Figure[]): string {
  const values = figures.map(({ value }) => value)
  const isLowBad = figures.some(({ atLeast }) => atLeast !== undefined)
  const worst = isLowBad ? Math.min(...values) : Math.max(...values)
  return `${name} ${Math.round(worst * 10) / 10}`
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
