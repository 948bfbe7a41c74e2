import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { programCommand } from '@kiln/local'

export interface Run {
  code: number | null
  out: string
  err: string
}

interface RunOptions {
  stdin?: string | Iterable<string>
  env?: Record<string, string>
  /** Of Node itself. */
  flags?: string[]
}

/** `kiln` as a process of its own. */
export async function runKiln(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { stdin = '', env = {}, flags = [] } = options
  const program = programCommand('apps/cli/src/main.ts')
  const child = spawn(program.command, [...flags, ...program.args, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const told = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text))
  const closed = once(child, 'close')
  // A program that ends before it has read everything is no fault of the test.
  await pipeline(Readable.from(typeof stdin === 'string' ? [stdin] : stdin), child.stdin).catch(
    () => undefined,
  )
  const [code] = (await closed) as [number | null]
  return { code, ...told }
}
