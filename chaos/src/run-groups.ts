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

/** Runs every scenario as often as asked, kiln and the control in turn. Answers whether nothing was found. */
export async function runGroups(plan: ChaosPlan): Promise<boolean> {
  const results: ScenarioRuns[] = []
  for (const group of plan.groups) {
    for (const scenario of GROUPS[group]) {
      if (plan.only.length === 0 || plan.only.some((name) => scenario.name.startsWith(name))) {
        results.push(await runTimes(group, scenario, plan))
      }
    }
  }
  if (results.length === 0)
    tell(`No scenario of ${plan.groups.join(', ')} begins with ${plan.only.join(' or ')}.`)
  if (plan.json) process.stdout.write(`${JSON.stringify(results)}\n`)
  else process.stdout.write(`\n${renderTable(results)}\n`)
  return (
    results.length > 0 && results.every(({ runs }) => runs.every(({ findings }) => findings.length === 0))
  )
}

async function runTimes(group: GroupName, scenario: Scenario, plan: ChaosPlan): Promise<ScenarioRuns> {
  const runs: RunOutcome[] = []
  const control: ControlOutcome[] = []
  for (let seed = plan.seed; seed < plan.seed + plan.times; seed++) {
    const { outcome, lines } = await runScenario(scenario, seed)
    runs.push(outcome)
    tell(describeRun(group, scenario.name, outcome, `${runs.length}/${plan.times}`))
    if (outcome.findings.length > 0) {
      const log = await keepLog(lines)
      tell(describeFindings(group, scenario.name, outcome, log))
    }
    const controlled = await runControl(scenario, seed)
    if (controlled) control.push(controlled)
  }
  return { group, scenario: scenario.name, runs, control }
}

async function keepLog(lines: readonly string[]): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'kiln-chaos-')), 'kiln.log')
  await writeFile(path, lines.join('\n'))
  return path
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
