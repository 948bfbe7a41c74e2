import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { programCommand } from '@kiln/local'

const run = promisify(execFile)

/** Runs a program that measures itself and nothing else, in a process of its own, and reads what it says. */
export async function runProbe<Measured>(
  path: string,
  { numbers = [], stdin = '' }: { numbers?: readonly number[]; stdin?: string },
): Promise<Measured> {
  const { command, args } = programCommand(path)
  const running = run(command, ['--expose-gc', ...args, ...numbers.map(String)])
  running.child.stdin?.end(stdin)
  return JSON.parse((await running).stdout) as Measured
}
