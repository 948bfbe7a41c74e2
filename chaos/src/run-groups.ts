import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runControl, type ControlOutcome } from './control/run-control.ts'
import type { ChaosPlan } from './read-arguments.ts'
import { renderTable, type ScenarioRuns } from './report/table.ts'
import { describeFindings, describeRun } from './report/progress.ts'
import { GROUPS, type GroupName } from './scenarios/groups.ts'
import { runScenario, type RunOutcome } from './scenarios/run-scenario.ts'
import type { Scenario } from './scenarios/scenario.ts'

/**
 * Runs every scenario as often as asked, kiln and the control in turn, and a round of all before the
 * next: whoever stops early has broken everything equally often. Answers whether nothing was found.
 */
export async function runGroups(plan: ChaosPlan): Promise<boolean> {
  const results = plan.groups.flatMap((group) =>
    GROUPS[group].filter((scenario) => isAsked(plan, scenario)).map((scenario) => begin(group, scenario)),
  )
  if (results.length === 0) {
    tell(`No scenario of ${plan.groups.join(', ')} begins with ${plan.only.join(' or ')}.`)
    return false
  }
  await runRounds(plan, results)
  const table = plan.json ? JSON.stringify(results) : renderTable(results)
  process.stdout.write(`${plan.json ? '' : '\n'}${table}\n`)
  return results.every(({ runs }) => runs.every(({ findings }) => findings.length === 0))
}

interface Growing extends ScenarioRuns {
  plan: Scenario
  runs: RunOutcome[]
  control: ControlOutcome[]
}

const begin = (group: GroupName, plan: Scenario): Growing => ({
  group,
  scenario: plan.name,
  plan,
  runs: [],
  control: [],
})

function isAsked({ only }: ChaosPlan, { name }: Scenario): boolean {
  return only.length === 0 || only.some((start) => name.startsWith(start))
}

async function runRounds({ seed: first, times }: ChaosPlan, results: readonly Growing[]): Promise<void> {
  let stopped = false
  process.once('SIGINT', () => {
    stopped = true
    tell('Ends after this run, with the table of what was run. Ctrl-C again ends at once.')
  })
  for (let round = 0; round < times; round++) {
    for (const result of results) {
      if (stopped) return
      await runOnce(result, first + round, `${round + 1}/${times}`)
    }
  }
}

async function runOnce(result: Growing, seed: number, which: string): Promise<void> {
  const { group, scenario, plan } = result
  const { outcome, lines } = await runScenario(plan, seed)
  result.runs.push(outcome)
  tell(describeRun(group, scenario, outcome, which))
  if (outcome.findings.length > 0) {
    tell(describeFindings(group, scenario, outcome, await keepLog(lines)))
  }
  const controlled = await runControl(plan, seed)
  if (controlled) result.control.push(controlled)
}

async function keepLog(lines: readonly string[]): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'kiln-chaos-')), 'kiln.log')
  await writeFile(path, lines.join('\n'))
  return path
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
