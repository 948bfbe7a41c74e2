import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { atOnce } from '@kiln/local'
import { audit, figure } from './audit.ts'
import { call, ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ workers: 1 })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

interface Learned {
  runTimes: { runs: number; buckets: { fromSeconds: number; toSeconds: number }[] } | null
}
const learned = async () => (await call<Learned>(stack, 'GET', '/v1/models/nano-banana-2')).body.runTimes

/** Runs jobs to their results, and answers how often each was read. */
async function runJobs(count: number, callback: 'normal' | 'none'): Promise<number[]> {
  await stack.setBehaviours([{ match: {}, do: { durationMs: 43_000, callback } }])
  const prompts = Array.from({ length: count }, (_, n) => `${callback} ${n}`)
  const jobs = await atOnce(count, prompts, async (prompt) => {
    const { id } = await submit(stack, imageJob(prompt))
    return ended(stack, id)
  })
  expect(jobs.map(({ state }) => state)).toEqual(prompts.map(() => 'succeeded'))
  return jobs.map(({ polls }) => polls)
}

describe('watching', () => {
  test('learns how long a model takes, waits for callbacks that come, and does without them', async () => {
    await runJobs(10, 'normal')
    const runTimes = await learned()
    expect(runTimes?.runs).toBe(10)
    for (const { fromSeconds, toSeconds } of runTimes!.buckets) {
      expect(fromSeconds).toBeLessThan(60)
      expect(toSeconds).toBeGreaterThan(43)
    }
    expect(await figure(stack, 'kiln_callback_health')).toBeGreaterThan(0.7)

    const { id } = await submit(stack, imageJob('when will it end?'))
    const running = await eventually(
      () => show(stack, id),
      ({ state }) => state === 'running',
    )
    expect(Date.parse(running.expectedAt!)).toBeGreaterThan(Date.parse(running.submittedAt!))
    await ended(stack, id)

    const polls = await runJobs(10, 'none')
    expect(await figure(stack, 'kiln_callback_health')).toBeLessThan(0.2)
    expect((await learned())?.runs).toBe(21)
    // Growing gaps read such a job thirteen times.
    for (const reads of polls) expect(reads).toBeLessThan(13)
    await audit(stack, [id])
  }, 90_000)
})
