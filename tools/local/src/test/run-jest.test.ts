import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentWith, sourceCommand } from '../processes/source-process.ts'
import { REPOSITORY_ROOT } from '../repository-root.ts'
import { runJest } from './run-jest.ts'
import { summarizeRun, type Summary } from './summarize-run.ts'

/** A project of one test file, for as long as `use` runs. */
async function withProject<T>(testFile: string | null, use: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = await mkdtemp(join(tmpdir(), 'kiln-jest-'))
  await writeFile(join(cwd, 'package.json'), '{ "jest": { "transform": {} } }')
  if (testFile !== null) await writeFile(join(cwd, 'one.test.js'), testFile)
  try {
    return await use(cwd)
  } finally {
    await rm(cwd, { recursive: true })
  }
}

function summaryOf(testFile: string | null, endGraceMs = 10_000): Promise<Summary> {
  return withProject(testFile, async (cwd) => {
    const jestPath = join(REPOSITORY_ROOT, 'node_modules/jest/bin/jest.js')
    const limits = { endGraceMs, wholeRunMs: 60_000 }
    return summarizeRun(await runJest({ jestPath, cwd, args: [], output: 'ignore', ...limits }), [])
  })
}

const PASSES = `test('passes', () => {});`

test('passing and failing tests are counted', async () => {
  expect(await summaryOf(`${PASSES} test('fails', () => { throw new Error('no') })`)).toEqual({
    passed: 1,
    failed: 1,
    notes: [],
  })
})

test('a test left out by another’s only, and a todo, count as failed', async () => {
  const { passed, failed } = await summaryOf(
    `test.only('runs', () => {}); ${PASSES} test.todo('write this one')`,
  )
  expect([passed, failed]).toEqual([1, 2])
})

test.each([
  ['does not compile', `test('x', () => {`],
  ['exits the process', `${PASSES} test('x', () => process.exit(0))`],
  ['throws after its last test', `${PASSES} afterAll(() => { throw new Error('late') })`],
])('a file that %s counts as failed', async (_how, testFile) => {
  expect((await summaryOf(testFile)).failed).toBe(1)
})

test('a project without tests counts as failed', async () => {
  expect(await summaryOf(null)).toMatchObject({ passed: 0, failed: 1 })
})

test('a test that leaves something open is ended, and counts as failed', async () => {
  const { passed, failed, notes } = await summaryOf(`${PASSES} setInterval(() => {}, 1000)`, 1_500)
  expect([passed, failed]).toEqual([1, 1])
  expect(notes.join()).toContain('left something open')
})

/** The whole command on such a project: its exit code and the last line it prints. */
function runCommand(testFile: string): Promise<{ code: unknown; lastLine: string | undefined }> {
  return withProject(testFile, (cwd) => {
    const config = JSON.stringify({ rootDir: cwd, transform: {} })
    const { command, args } = sourceCommand('tools/local/src/test/main.ts', ['--config', config])
    const options = { cwd: REPOSITORY_ROOT, env: environmentWith({}) }
    return new Promise((resolve) => {
      execFile(command, args, options, (error, stdout) => {
        resolve({ code: error?.code ?? 0, lastLine: stdout.trimEnd().split('\n').at(-1) })
      })
    })
  })
}

test('the test command ends with the counts alone on the last line, and with the fitting exit code', async () => {
  expect(await runCommand(PASSES)).toEqual({ code: 0, lastLine: '1 passed, 0 failed' })
  expect(await runCommand(`${PASSES} test.skip('skipped', () => {})`)).toEqual({
    code: 1,
    lastLine: '1 passed, 1 failed',
  })
})
