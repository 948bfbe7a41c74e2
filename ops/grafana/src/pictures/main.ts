import { readFileSync, writeFileSync } from 'node:fs'
import { drawDashboard } from './draw-dashboard.ts'
import type { RunData } from './run-data.ts'

const USAGE = 'pnpm --dir ops/grafana pictures <file>: the file is what `pnpm observe --data <file>` wrote\n'
const FOLDER = new URL('../../../../docs/dashboards/', import.meta.url)

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  const data = JSON.parse(readFileSync(file, 'utf8')) as RunData
  for (const dashboard of data.dashboards) {
    const png = drawDashboard(dashboard, data)
    writeFileSync(new URL(`${dashboard.uid}.png`, FOLDER), png)
    process.stdout.write(`${dashboard.uid}.png: ${Math.round(png.length / 1_024)} kB\n`)
  }
}
