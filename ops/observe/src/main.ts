import { buildPrograms } from '@kiln/local'
import { runProof } from './run-proof.ts'

const USAGE = `Proves dashboards and alerts on a live Prometheus; takes about two minutes.

  pnpm observe                 every panel shows something, every alert fires, metrics = ledger = KIE's books
  pnpm observe --data <file>   writes what the panels showed, for pnpm --dir ops/grafana pictures <file>

Needs redis-server, prometheus and cc on the PATH (as root on Debian: bash tools/local/provide-tools.sh).
`

const tell = (line: string) => void process.stdout.write(`${line}\n`)

const args = process.argv.slice(2)
const dataFile = args[0] === '--data' ? (args[1] ?? null) : null
if (args.length !== (dataFile === null ? 0 : 2)) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  const build = buildPrograms()
  if (!build.ok) throw new Error(`kiln does not compile:\n${build.output}`)
  const startedMs = performance.now()
  const faults = await runProof({ dataFile, tell })
  for (const fault of faults) tell(`FAULT: ${fault}`)
  tell(
    `${faults.length === 0 ? 'proved' : `${faults.length} faults`} in ${Math.round((performance.now() - startedMs) / 1_000)} s`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
}
