import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { exampleOf } from './examples.ts'
import { startStack, type Stack } from './stack.ts'

/** The command of an example, and the JSON that the page shows for it. */
function jsonExampleOf(name: string): { command: string; answer: unknown } {
  const { code, answer } = exampleOf('README.md', name)
  return { command: code, answer: JSON.parse(answer) }
}

/** What differs from run to run: ids, times, links and counts. */
function settled(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/job_[0-9a-f]{24}/g, '<job>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/"http:[^"]+"/g, '"<link>"')
    .replaceAll(/"taskId":"\w+"/g, '"taskId":"<task>"')
    .replaceAll(/"polls":\d+/g, '"polls":0')
  return JSON.parse(text)
}

let stack: Stack
let jobId: string
beforeAll(async () => {
  stack = await startStack()
}, 60_000)
afterAll(() => stack.stop(), 30_000)

async function run(command: string): Promise<unknown> {
  const here = command.replaceAll('http://127.0.0.1:3000', stack.api.url).replaceAll('<id>', jobId)
  const { stdout } = await promisify(execFile)('bash', ['-euc', here])
  return JSON.parse(stdout)
}

describe('the examples of the README', () => {
  test('submit a job and get the answer shown', async () => {
    const { command, answer } = jsonExampleOf('submit')
    const got = await run(command)
    jobId = (got as { id: string }).id
    expect(settled(got)).toEqual(settled(answer))
    // "Repeat the call and you get the same job."
    expect(await run(command)).toEqual(got)
  })

  test('wait for its result and get the answer shown', async () => {
    const { command, answer } = jsonExampleOf('wait')
    expect(settled(await run(command))).toEqual(settled(answer))
  }, 60_000)

  test('are told what is wrong in the language asked for', async () => {
    const { command, answer } = jsonExampleOf('russian')
    expect(await run(command)).toEqual(answer)
  })

  test('quote a job and get the answer shown', async () => {
    const { command, answer } = jsonExampleOf('quote')
    expect(await run(command)).toEqual(answer)
  })
})
