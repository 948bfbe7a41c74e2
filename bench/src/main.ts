import { buildPrograms } from '@kiln/local'
import { machine } from './machine.ts'
import { readArguments, USAGE } from './read-arguments.ts'
import { renderSections } from './render.ts'

const reading = readArguments(process.argv.slice(2))
if (reading.ok) {
  const build = buildPrograms()
  if (!build.ok) throw new Error(`kiln does not compile:\n${build.output}`)
  const { name, benchmark, numbers, json } = reading.plan
  const sections = await benchmark.run(numbers, (progress) => process.stderr.write(`${progress}\n`))
  process.stdout.write(
    json
      ? `${JSON.stringify({ benchmark: name, numbers, machine: machine(), sections }, null, 2)}\n`
      : `${name} on ${machine()}\n\n${renderSections(sections)}`,
  )
} else {
  process.stderr.write(`${reading.fault}\n\n${USAGE}`)
  process.exitCode = 2
}
