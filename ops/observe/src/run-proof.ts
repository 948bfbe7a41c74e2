import { writeFile } from 'node:fs/promises'
import { readDashboards } from './dashboards/read-dashboards.ts'
import { faultsOfAlerts, seeAlerts } from './judge/alerts.ts'
import { EXCUSES } from './judge/excuses.ts'
import { faultsOfFigures, readFigures, readRecords, type Figure } from './judge/figures.ts'
import { faultsOfPanels, seeQueries, type SeenQuery } from './judge/panels.ts'
import { runScript } from './script/run-script.ts'
import { startStack } from './stack.ts'

export interface ProofPlan {
  /** Where to write what each panel showed, for `pnpm --dir ops/grafana pictures`. */
  dataFile: string | null
  tell: (line: string) => void
}

/** A copy of a panel with a slip of the pen: a judge that lets it pass proves nothing. */
const BROKEN = {
  name: 'broken on purpose',
  expr: 'max(kiln_jbos{state="queued"})',
  legend: '',
  instant: false,
}

const NOT_CAUGHT = 'a panel that was broken on purpose was not caught'

/** Answers what is wrong; nothing is a pass. */
export async function runProof({ dataFile, tell }: ProofPlan): Promise<string[]> {
  const dashboards = readDashboards()
  const stack = await startStack()
  try {
    const from = Date.now() / 1_000
    const { accepted, silent } = await runScript(stack, tell)
    const span = { from, to: Date.now() / 1_000 }
    const seen = await seeQueries(stack.prometheus, dashboards, span)
    const alerts = await seeAlerts(stack.prometheus, span)
    const truth = { accepted, records: await readRecords(stack.db), books: await stack.books() }
    const figures = await readFigures(stack.prometheus, truth, span.to)
    if (dataFile !== null) await writeFile(dataFile, JSON.stringify({ span, dashboards, seen }))
    const panel = { ...dashboards[0]!.panels[0]!, queries: [BROKEN] }
    const broken = await seeQueries(stack.prometheus, [{ uid: '', title: '', panels: [panel] }], span)
    tellAll(tell, seen, figures)
    return [
      ...faultsOfPanels(seen, EXCUSES),
      ...(faultsOfPanels(broken, {}).length === 1 ? [] : [NOT_CAUGHT]),
      ...silent.map((alert) => `${alert} did not fire while it was provoked`),
      ...faultsOfAlerts(alerts),
      ...faultsOfFigures(figures),
    ]
  } finally {
    await stack.end()
  }
}

function tellAll(tell: (line: string) => void, seen: readonly SeenQuery[], figures: readonly Figure[]): void {
  const live = seen.filter(({ sight }) => sight === 'live').length
  tell(`${live} of ${seen.length} queries of panels show something; excused:`)
  for (const [name, { sight, because }] of Object.entries(EXCUSES))
    tell(`  ${name} may be ${sight}: ${because}`)
  tell('metrics, ledger and books:')
  for (const { name, metrics, ledger, books } of figures) {
    tell(`  ${name.padEnd(30)} ${[metrics, ledger ?? '-', books ?? '-'].map(String).join('  ')}`)
  }
}
