import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { audit } from './audit.ts'
import { call, ended, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const JOBS = 50
const [OLD, NEW] = ['the-old-webhook-key', 'the-new-webhook-key']

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    env: { KIE_WEBHOOK_HMAC_KEY: OLD, KIE_AI_API_KEY: 'the-old-key-of-kie', KILN_SUBMIT_LIMIT: '1000/1s' },
    simulatorEnv: { SIMULATOR_HMAC_KEY: OLD },
  })
  await stack.setFaults({ submitLimit: null })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

async function callbacks(outcome: string): Promise<number> {
  const { body } = await call<string>(stack, 'GET', '/metrics')
  const line = body.split('\n').find((row) => row.startsWith(`kiln_callbacks_total{outcome="${outcome}"}`))
  return line === undefined ? 0 : Number(line.split(' ')[1])
}

const runningJobs = () => stack.db.zcard('{kiln}:state:running')

test('keys are exchanged with fifty tasks under way, and no callback is refused', async () => {
  const jobs = await Promise.all(
    Array.from({ length: JOBS }, (_, n) =>
      submit(stack, imageJob(`task ${n} [sim: durationMs=${160_000 + n * 6_000}]`)),
    ),
  )
  await eventually(runningJobs, (count) => count === JOBS)
  // Both keys are taken, then KIE signs with the new one, then only that is taken.
  await stack.api.stop()
  await stack.startApi({ KIE_WEBHOOK_HMAC_KEY: `${NEW},${OLD}` })
  await eventually(
    () => callbacks('hinted'),
    (count) => count > 0,
  )
  await stack.setFaults({ hmacKey: NEW })
  const byOldKey = await callbacks('hinted')
  const [worker] = stack.workers
  await stack.startWorker({ KIE_AI_API_KEY: 'the-new-key-of-kie' })
  await worker!.stop()
  await eventually(
    () => callbacks('hinted'),
    (count) => count > byOldKey,
  )
  for (const { id } of jobs) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', attempts: 1 })
  expect(await callbacks('badSignature')).toBe(0)
  await audit(
    stack,
    jobs.map(({ id }) => id),
  )

  await stack.api.stop()
  await stack.startApi({ KIE_WEBHOOK_HMAC_KEY: NEW })
  const last = await submit(stack, imageJob('after the exchange [sim: durationMs=1000]'))
  await ended(stack, last.id)
  await eventually(
    async () => (await callbacks('hinted')) + (await callbacks('ended')),
    (count) => count > 0,
  )
  expect(await callbacks('badSignature')).toBe(0)
}, 90_000)
