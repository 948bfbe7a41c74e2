import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { JobView } from '@kiln/contract'
import type { Charge } from '@kiln/simulator'
import { figure } from './audit.ts'
import { call, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const DAY_S = 86_400
const MODEL = 'nano-banana-2'

/** Where each job stands when its callback comes, two weeks after its task was made. */
const jobs: Record<string, JobView> = {}
let stack: Stack

beforeAll(async () => {
  // A second of polling, and two in which a callback may explain a lost answer.
  const env = { KILN_CREATE_TIMEOUT: '15s', KILN_POLL_DEADLINE: '20s', KILN_UNCONFIRMED_HORIZON: '40s' }
  stack = await startStack({ redis: 'real', env })
  await stack.setBehaviours(BEHAVIOURS)
  for (const [name, { retries, takenBack }] of Object.entries(CASES)) {
    jobs[name] = await submit(stack, { ...imageJob(name), retries: retries ?? 0 })
    if (takenBack) await takeBack(jobs[name].id)
  }
  await Promise.all(
    Object.entries(CASES).map(([name, { stands }]) =>
      eventually(
        () => show(stack, jobs[name]!.id),
        ({ state }) => state === (stands === 'parked: noVerdict' ? 'late' : stands.split(':')[0]),
      ),
    ),
  )
  // The sparse reads of a day are over, and the task goes on.
  await stack.redis.moveClock(DAY_S + 7_200)
  await eventually(
    () => show(stack, jobs['never seen to end']!.id),
    ({ state }) => state === 'parked',
  )
  await eventually(
    () => chargesOf('never seen to end'),
    ([charge]) => charge?.state === 'success',
  )
  await stack.redis.moveClock(14 * DAY_S)
  await eventually(
    () => call(stack, 'GET', '/readyz'),
    ({ status }) => status === 200,
  )
}, 120_000)
afterAll(() => stack.stop(), 30_000)

interface Case {
  stands: string
  becomes: string
  retries?: number
  takenBack?: true
}

const CASES: Record<string, Case> = {
  'long since succeeded': { stands: 'succeeded', becomes: 'succeeded' },
  'never seen to end': { stands: 'parked: noVerdict', becomes: 'succeeded' },
  'never confirmed': { stands: 'parked: noAnswer', becomes: 'succeeded' },
  canceled: { stands: 'canceled', becomes: 'canceled', takenBack: true },
  'parked and taken back': { stands: 'parked: noAnswer', becomes: 'canceled', takenBack: true },
  'tried twice': { stands: 'succeeded', becomes: 'succeeded', retries: 1 },
}

const silent = { callback: 'none' as const, durationMs: 4_000 }
const BEHAVIOURS = [
  { match: { promptIncludes: 'never seen to end' }, do: { ...silent, durationMs: 400_000 } },
  { match: { promptIncludes: 'never confirmed' }, do: { ...silent, loseAnswer: 'afterCharge' as const } },
  { match: { promptIncludes: 'taken back' }, do: { ...silent, loseAnswer: 'afterCharge' as const } },
  { match: { promptIncludes: 'canceled' }, do: { ...silent, durationMs: 15_000 } },
  { match: { promptIncludes: 'tried twice' }, times: 1, do: { ...silent, fail: {} } },
  { match: {}, do: silent },
]

/** As soon as it can only be marked: its task is made, or its call is under way. */
async function takeBack(id: string): Promise<void> {
  await eventually(
    () => show(stack, id),
    ({ state }) => state === 'running' || state === 'unconfirmed',
  )
  expect((await call(stack, 'POST', `/v1/jobs/${id}/cancel`)).status).toBeLessThan(300)
}

const chargesOf = async (name: string): Promise<Charge[]> =>
  (await stack.books()).charges.filter(({ key }) => key === jobs[name]!.id)

async function tokenOf(id: string, attempt: number): Promise<string> {
  const secret = await stack.db.hget(`{kiln}:job:${id}`, `secret:${attempt}`)
  return `${id}-${attempt}-${secret}`
}

/** What KIE would have said two weeks ago. */
async function callBack(name: string, taskId: string, attempt = 1): Promise<void> {
  const body = { code: 200, msg: 'ok', data: { taskId, state: 'success' } }
  const path = `/callbacks/kie/${await tokenOf(jobs[name]!.id, attempt)}`
  const answer = await eventually(
    () => call(stack, 'POST', path, body),
    ({ status }) => status !== 503,
  )
  expect(answer.status).toBe(200)
}

const callbacksLeft = () => stack.db.zcard('{kiln}:hinted')

describe('a callback that is two weeks late', () => {
  test.each(Object.entries(CASES).filter(([name]) => name !== 'tried twice'))(
    "for a job that was %s leaves one charge, and no verdict but KIE's",
    async (name, { stands, becomes }) => {
      const { id } = jobs[name]!
      const before = await show(stack, id)
      expect([before.state, ...(before.parked ? [before.parked.reason] : [])].join(': ')).toBe(stands)
      const [charge, ...more] = await chargesOf(name)
      expect([charge?.state, more]).toEqual(['success', []])
      await callBack(name, charge!.taskId)
      const job = await eventually(
        () => show(stack, id),
        ({ state }) => state === becomes,
      )
      expect(job).toMatchObject({
        attempts: 1,
        taskId: charge!.taskId,
        credits: { charged: charge!.credits },
      })
      expect(job.result?.urls[0]).toContain(charge!.taskId)
      if (stands === becomes) expect(job).toEqual(before)
      expect(await callbacksLeft()).toBe(0)
      expect(await chargesOf(name)).toHaveLength(1)
      expect(await figure(stack, 'kiln_jobs_unaccounted')).toBe(0)
    },
    60_000,
  )

  test('on an earlier attempt, for a task that nobody waits for, raises the alarm and keeps the verdict', async () => {
    const { id } = jobs['tried twice']!
    const before = await show(stack, id)
    expect(before).toMatchObject({ state: 'succeeded', attempts: 2 })
    const failed = (await chargesOf('tried twice')).find(({ state }) => state === 'fail')
    await callBack('tried twice', failed!.taskId)
    await eventually(callbacksLeft, (count) => count === 0)
    expect(await strayTasks()).toBe(0)

    const stray = await secondTaskOf(id)
    await callBack('tried twice', stray)
    await eventually(strayTasks, (count) => count === 1)
    // KIE charged it for this job, whoever asked for it.
    const charged = before.credits.charged! + 8
    expect(await show(stack, id)).toEqual({ ...before, credits: { ...before.credits, charged } })
    expect(await figure(stack, `kiln_credits_total{model="${MODEL}",outcome="wasted"}`)).toBeGreaterThan(0)
    const { body } = await call<{ events: { event: string }[] }>(stack, 'GET', `/v1/jobs/${id}/events`)
    expect(body.events.filter(({ event }) => event === 'strayTask')).toHaveLength(1)
    expect(stack.output()).toContain('a callback named a paid task that no attempt waits for')
    expect(await figure(stack, 'kiln_jobs_unaccounted')).toBe(0)
  }, 60_000)
})

const strayTasks = async () =>
  (await call<{ strayTasks: number }>(stack, 'GET', '/v1/system')).body.strayTasks

/** KIE makes another task for the first attempt, which kiln never asked for. */
async function secondTaskOf(id: string): Promise<string> {
  const response = await fetch(`${stack.simulatorUrl}/api/v1/jobs/createTask`, {
    method: 'POST',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: MODEL,
      input: { prompt: 'once more [sim: durationMs=0]' },
      callBackUrl: `${stack.api.url}/callbacks/kie/${await tokenOf(id, 1)}`,
    }),
  })
  const { data } = (await response.json()) as { data: { taskId: string } }
  await eventually(
    () => stack.books(),
    ({ charges }) => charges.some(({ taskId, state }) => taskId === data.taskId && state === 'success'),
  )
  return data.taskId
}
