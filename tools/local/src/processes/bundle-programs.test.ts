import { execFile } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { BUNDLED } from './bundled-programs.ts'
import { builtCommand, environmentWith, programCommand } from './source-process.ts'

/** What makes each end by itself, and read its files on the way: models, scripts, its version. */
const ARGUMENTS: Record<string, readonly string[]> = { cli: ['models', '--json'] }

function run({ command, args }: { command: string; args: string[] }, more: readonly string[]) {
  return new Promise((resolve) => {
    execFile(command, [...args, ...more], { env: environmentWith({ PORT: 'none' }) }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
}

test.each([...BUNDLED])('%s says and does the same as a bundle, and as it was built', async (path, name) => {
  const bundle = programCommand(path)
  const built = builtCommand(path, REPOSITORY_ROOT)
  expect(bundle.args).not.toEqual(built.args)
  const more = ARGUMENTS[name] ?? []
  const [one, other] = await Promise.all([run(bundle, more), run(built, more)])
  expect(one).toEqual(other)
  expect(JSON.stringify(one)).not.toMatch(/Cannot find|ENOENT/)
})
