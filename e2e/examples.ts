import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { programCommand } from '@kiln/local'

export interface Example {
  /** `sh` is typed, `js` is run by Node. */
  language: string
  code: string
  /** What the page shows as its answer. */
  answer: string
}

/** The code below a marker of a page, and the answer that the page shows for it. */
export function exampleOf(page: string, name: string): Example {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8')
  const [, after] = text.split(`<!-- example: ${name} -->`)
  const blocks = /```(sh|js)\n([\s\S]+?)```\s+```text\n([\s\S]+?)```/.exec(after ?? '')
  if (blocks === null) throw new Error(`${page} has no example ${name}`)
  return { language: blocks[1]!, code: blocks[2]!, answer: blocks[3]! }
}

interface Place {
  apiUrl: string
  folder: string
  /** What stands for `<id>`. */
  id?: string
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** Everything that an example writes, faults before answers, whatever code it ends with. */
export async function runExample(
  { language, code }: Example,
  { apiUrl, folder, id = '' }: Place,
): Promise<string> {
  const own = code.replaceAll('http://127.0.0.1:3000', apiUrl).replaceAll('<id>', id)
  const [command, args, cwd]: [string, string[], string] =
    language === 'sh'
      ? ['bash', ['--norc', '-c', `${pnpm()}\n${own}`], folder]
      : [
          process.execPath,
          ['--conditions=kie-src', '--import', 'tsx', '--input-type=module', '-e', own],
          here,
        ]
  const env = { PATH: process.env['PATH'] ?? '', KILN_API_URL: apiUrl }
  const run = promisify(execFile)(command, args, { cwd, env })
  const { stdout, stderr } = await run.catch((error: unknown) => error as { stdout: string; stderr: string })
  return stderr + stdout
}

/** `pnpm -s kiln …` without pnpm, which would start in the folder of the examples. */
function pnpm(): string {
  const { command, args } = programCommand('apps/cli/src/main.ts')
  return `pnpm() { shift 2; '${command}' ${args.map((arg) => `'${arg}'`).join(' ')} "$@"; }`
}

/** An answer as it may be compared: JSON however it is laid out, any other text as it stands. */
export function settledAnswer(text: string): unknown {
  const settled = settledText(text)
  return settled.startsWith('{') && settled.trimEnd().split('\n{').length === 1
    ? JSON.parse(settled)
    : settled
}

/** What differs from run to run: ids, times, links, rates, estimates, and all progress but the last. */
function settledText(text: string): string {
  return (
    text
      .replaceAll(/(job|batch)_[0-9a-f]{24}/g, '<$1>')
      .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)/g, '<time>')
      .replaceAll(/http:[^"\s]+/g, '<link>')
      // Known once the balance was asked for and a run was seen.
      .replaceAll(/^(likely end|balance afterwards): .*$/gm, '$1: <estimate>')
      .replaceAll(/ {2}[\d.]+\/s(?= )/g, '')
      .replaceAll(/(?:^\d+\/\d+ {2}.*\n)+(?=^\d+\/\d+ {2})/gm, '')
  )
}
