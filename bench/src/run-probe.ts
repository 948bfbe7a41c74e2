import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programCommand } from '@kiln/local'

const run = promisify(execFile)

/** Runs a program that measures itself and nothing else, in a process of its own, and reads what it says. */
export async function runProbe<Measured>(path: string, numbers: readonly number[] = []): Promise<Measured> {
  const { command, args } = programCommand(path)
  const { stdout } = await run(command, ['--expose-gc', ...args, ...numbers.map(String)])
  return JSON.parse(stdout) as Measured
}
