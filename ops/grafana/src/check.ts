import { readFileSync } from 'node:fs'
import { FILES } from './dashboards.ts'

/** Someone changed a dashboard in one place only. */
const drifted = FILES.filter(({ url, text }) => readFileSync(url, 'utf8') !== text)
for (const { url } of drifted) {
  process.stderr.write(
    `${url.pathname} is not what ops/grafana/src says; run: pnpm --dir ops/grafana dashboards\n`,
  )
}
if (drifted.length > 0) process.exitCode = 1
else process.stdout.write(`${FILES.length} dashboards are what their source says\n`)
