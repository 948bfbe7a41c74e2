import { buildPrograms } from '@kiln/local'
import { readArguments, USAGE } from './read-arguments.ts'
import { runGroups } from './run-groups.ts'
import { upgradeFrom } from './upgrade/upgrade-from.ts'

const reading = readArguments(process.argv.slice(2))
if (reading.ok) {
  const build = buildPrograms()
  if (!build.ok) throw new Error(`kiln does not compile:\n${build.output}`)
  const { plan } = reading
  const isWell = 'from' in plan ? await upgradeFrom(plan) : await runGroups(plan)
  process.exitCode = isWell ? 0 : 1
} else {
  process.stderr.write(`${reading.fault}\n\n${USAGE}`)
  process.exitCode = 2
}
