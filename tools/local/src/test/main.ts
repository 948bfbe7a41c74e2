import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bundlePrograms } from '../processes/bundle-programs.ts'
import { buildPrograms, runBundles } from '../processes/source-process.ts'
import { findExecutable, findRedisBinary } from '../redis/redis-binary.ts'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { ALLOWED_SKIPS } from './allowed-skips.ts'
import { runJest } from './run-jest.ts'
import { summarizeRun, type Summary } from './summarize-run.ts'

/** `pnpm test [jest's own arguments]`: everything it prints last is `N passed, N failed`. */
const END_GRACE_MS = 10_000
const WHOLE_RUN_MS = 20 * 60_000

/** Root on a Debian machine gets what it lacks, as in CI; anybody else is told what to install. */
function provideTools(): void {
  const missing = [
    ...(findRedisBinary() === null ? ['redis-server or valkey-server'] : []),
    ...(findExecutable('cc') === null ? ['cc'] : []),
  ]
  if (missing.length === 0) return
  console.log(`Not on PATH: ${missing.join(', ')}.`)
  spawnSync('bash', [join(REPOSITORY_ROOT, 'tools/local/provide-tools.sh')], { stdio: 'inherit' })
}

function announce(): void {
  const binary = findRedisBinary()
  console.log(
    binary === null
      ? 'No redis-server or valkey-server on PATH: tests that need a real Redis cannot run, and fail. Install one, e.g. apt-get install redis-server.'
      : `Redis for the tests: ${binary.path}, private ones on free ports.`,
  )
  if (findExecutable('cc') === null) {
    console.log(
      'No cc on PATH: tests that cut the power of a Redis cannot run, and fail. Install gcc libc6-dev.',
    )
  }
  const names = ALLOWED_SKIPS.map((skip) => `${skip.test} (${skip.reason})`)
  console.log(
    `Allowed skips (tools/local/src/test/allowed-skips.ts): ${names.length === 0 ? 'none' : names.join('; ')}.`,
  )
}

async function runTests(): Promise<Summary> {
  provideTools()
  announce()
  const build = buildPrograms()
  if (!build.ok) return { passed: 0, failed: 1, notes: [build.output, 'It does not compile.'] }
  await bundlePrograms()
  runBundles()
  const run = await runJest({
    jestPath: join(REPOSITORY_ROOT, 'node_modules/jest/bin/jest.js'),
    cwd: REPOSITORY_ROOT,
    args: process.argv.slice(2),
    endGraceMs: END_GRACE_MS,
    wholeRunMs: WHOLE_RUN_MS,
    output: 'inherit',
  })
  return summarizeRun(run, ALLOWED_SKIPS)
}

const summary = await runTests().catch((error: unknown): Summary => {
  return { passed: 0, failed: 1, notes: [`The tests could not be run: ${String(error)}`] }
})
for (const note of summary.notes) console.log(note)
process.exitCode = summary.failed === 0 && summary.passed > 0 ? 0 : 1
console.log(`${summary.passed} passed, ${summary.failed} failed`)
