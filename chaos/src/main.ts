import { buildPrograms } from '@kiln/local'
import { readArguments, USAGE } from './read-arguments.ts'
import { runGroups } from './run-groups.ts'

const reading = readArguments(process.argv.slice(2))
if (reading.ok) {
  const build = buildPrograms()
  if (!build.ok) throw new Error(`kiln does not compile:\n${build.output}`)
  process.exitCode = (await runGroups(reading.plan)) ? 0 : 1
} else {
  process.stderr.write(`${reading.fault}\n\n${USAGE}`)
  process.exitCode = 2
}
