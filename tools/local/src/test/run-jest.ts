import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { longArguments, narrowsByName, workerArguments } from './jest-arguments.ts'
import { parseReport } from './jest-report.ts'
import type { JestRun } from './summarize-run.ts'

/** MB for what is young. Every test file loads its modules anew, and in V8's own 16 they are copied again and again. */
const ROOM_TO_FORGET = ['--max-semi-space-size=32']

export interface JestCommand {
  /** jest's bin/jest.js. */
  jestPath: string
  cwd: string
  args: readonly string[]
  /** Once the report is written jest must end within this time; else something is still open. */
  endGraceMs: number
  wholeRunMs: number
  output: 'inherit' | 'ignore'
}

/** Runs jest with its output on ours, and always comes back. */
export async function runJest(command: JestCommand): Promise<JestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'kiln-test-'))
  const reportPath = join(folder, 'report.json')
  try {
    const end = await superviseJest(command, folder, reportPath)
    const text = await readFile(reportPath, 'utf8').catch(() => '')
    return { ...end, report: parseReport(text), narrowedByName: narrowsByName(command.args) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function superviseJest(
  command: JestCommand,
  folder: string,
  reportPath: string,
): Promise<Pick<JestRun, 'exitCode' | 'endedBecause'>> {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...ROOM_TO_FORGET]
  const jestArgs = [
    '--json',
    `--outputFile=${reportPath}`,
    ...workerArguments(command.args),
    ...command.args,
    ...longArguments(command.args),
  ]
  const jest = spawn(process.execPath, [...flags, command.jestPath, ...jestArgs], {
    cwd: command.cwd,
    stdio: ['ignore', command.output, command.output],
  })
  let endedBecause: string | null = null
  const end = (because: string) => {
    endedBecause ??= because
    // Its workers end by themselves once their parent is gone.
    jest.kill('SIGKILL')
  }
  const stopWaiting = limitTime(command, folder, end)
  const [exitCode] = (await once(jest, 'close')) as [number | null]
  stopWaiting()
  return { exitCode, endedBecause }
}

/** Calls `end` when the run takes too long, does not finish after its report, or is told to go. */
function limitTime(command: JestCommand, folder: string, end: (because: string) => void): () => void {
  const timers = [setTimeout(() => end(`The run took over ${command.wholeRunMs} ms.`), command.wholeRunMs)]
  const reportWatch = watch(folder).once('change', () => {
    const hung = `jest did not end within ${command.endGraceMs} ms after the last test: a test left something open.`
    timers.push(setTimeout(() => end(hung), command.endGraceMs))
  })
  const told = (signal: NodeJS.Signals) => end(`The run was ended by ${signal}.`)
  const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of SIGNALS) process.on(signal, told)
  return () => {
    reportWatch.close()
    timers.forEach(clearTimeout)
    for (const signal of SIGNALS) process.off(signal, told)
  }
}
