import { execFile } from 'node:child_process'
import { createKiln } from '@kiln/sdk'
import { programCommand } from '@kiln/local'
import type { FailurePageView } from '@kiln/contract'
import { call, eventually } from '../client.ts'
import { startStack, type Stack } from '../stack.ts'
import { causeOf, failuresOf, jobsOf, rulesOf, type Kind } from './kinds.ts'

/** One command as it was typed, and everything it wrote. */
export interface Step {
  command: string
  output: string
  exit: number
}

export interface Session {
  steps: Step[]
  /** From the first command to the end of the last one, waiting for the simulated KIE included. */
  wallMs: number
}

/** Real processes with failures of four kinds in them; what is typed against them is the operator's. */
export async function startSession(day: readonly Kind[]): Promise<Stack> {
  const stack = await startStack({ workers: 2 })
  await stack.setBehaviours(rulesOf(day))
  const kiln = createKiln({ baseUrl: stack.api.url })
  const batch = await kiln.submitBatch(jobsOf(day))
  const { counts } = await kiln.waitForBatch(batch.id)
  const wanted = failuresOf(day)
  if (counts.failed !== wanted) throw new Error(`${counts.failed} jobs failed, and not ${wanted}`)
  return stack
}

/** What an operator types, from the first look to the last. */
export async function runSession(stack: Stack, day: readonly Kind[]): Promise<Session> {
  const steps: Step[] = []
  const type = async (command: string) => void steps.push(await run(stack, command))
  const began = performance.now()

  await type('kiln failures')
  const [repaired, refused] = [await causeOf(stack, 'repaired'), await causeOf(stack, 'refused')]
  await type(`kiln failures ${repaired}`)
  // KIE has repaired what made these fail; what it refuses it goes on refusing.
  await stack.setBehaviours(rulesOf(day.filter(({ name }) => name !== 'repaired')))
  await type(`kiln requeue --cause ${repaired} --plan`)
  await type(`kiln requeue --cause ${repaired} --canary 5 --yes --wait`)
  await type(`kiln requeue --cause ${refused} --canary 3 --yes --wait`)
  await settle(stack, refused, day)
  await type(`kiln jobs --cause ${refused} --limit 5`)
  await type('kiln failures')
  return { steps, wallMs: performance.now() - began }
}

/** Until the canary that failed stands in its group again, all of it. */
async function settle(stack: Stack, cause: string, day: readonly Kind[]): Promise<void> {
  const all = day.find(({ name }) => name === 'refused')!.jobs
  await eventually(
    async () => (await call<FailurePageView>(stack, 'GET', '/v1/failures')).body.failures,
    (groups) => groups.some((group) => group.cause === cause && group.count === all),
  )
}

function run(stack: Stack, command: string): Promise<Step> {
  const [, ...args] = command.split(' ')
  const program = programCommand('apps/cli/src/main.ts')
  // One pipe for both outputs: they stand in the order in which they were written.
  const whole = ['-c', 'exec "$@" 2>&1', '-', program.command, ...program.args, ...args]
  const env = { PATH: process.env['PATH'] ?? '', KILN_API_URL: stack.api.url, LANG: 'C' }
  return new Promise((resolve, reject) => {
    execFile('bash', whole, { env, encoding: 'utf8' }, (error, stdout) => {
      const exit = error === null ? 0 : error.code
      if (typeof exit === 'number') resolve({ command, output: stdout, exit })
      else reject(error)
    })
  })
}
