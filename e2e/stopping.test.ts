import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { atOnce, type RunningProcess } from '@kiln/local'
import type { BehaviourRule } from '@kiln/simulator'
import { audit, figure } from './audit.ts'
import { call, eventually, imageJob, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

const GRACE_MS = 2_500
const MARGIN_MS = 1_000
/** How many run when the signal comes. */
const RUNNING = process.env['TEST_LARGE'] === '1' ? 500 : 100

/** The whole file is one installation that is stopped again and again under work that goes on. */
let stack: Stack
const jobs: string[] = []
beforeAll(async () => {
  stack = await startStack({
    workers: 2,
    env: {
      KILN_SUBMIT_LIMIT: '5000/10s',
      KILN_POLL_LIMIT: '1000/1s',
      // Three seconds, at twenty times the speed of the world.
      KILN_CREATE_TIMEOUT: '60s',
      KILN_SHUTDOWN_GRACE: `${GRACE_MS}ms`,
    },
  })
  await stack.setFaults({ submitLimit: null })
}, 60_000)
afterAll(() => stack.stop(), 30_000)

beforeEach(async () => {
  await stack.setBehaviours([])
  if (stack.workers.length === 0) await Promise.all([stack.startApi(), stack.startWorker()])
}, 60_000)

/** For prompts with `word` in them: KIE takes the task at once and answers after so long. */
const answeringAfter = (delayMs: number, word: string): BehaviourRule[] => {
  const delayAnswerMs = delayMs * 20
  // The API may be down when the task ends, so KIE calls back again, every two seconds.
  const callback = { times: 10, delayMs: 40_000 }
  return [{ match: { promptIncludes: word }, do: { delayAnswerMs, durationMs: 40_000, callback } }]
}

async function accepted(count: number, prompt: string): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const ids = await atOnce(10, numbers, async (number) => {
    return (await submit(stack, imageJob(`${prompt} ${number}`))).id
  })
  jobs.push(...ids)
  return ids
}

/** Ten callers that post, one job after the other, until they are refused. */
function postUntilRefused(prompt: string) {
  const ids: string[] = []
  const post = async (): Promise<void> => {
    for (;;) {
      const { status, body } = await call<{ id: string }>(stack, 'POST', '/v1/jobs', imageJob(prompt))
      if (status !== 202) return
      ids.push(body.id)
      jobs.push(body.id)
    }
  }
  const callers = Array.from({ length: 10 }, () => post().catch(() => undefined))
  return { ids, refused: Promise.all(callers) }
}

/** Resolves once KIE has taken the tasks of `count` of these jobs. */
const taken = (ids: string[], count: number) =>
  eventually(
    async () => (await stack.books()).byKey,
    (byKey) => ids.filter((id) => byKey[id] !== undefined).length >= count,
  )

const countOf = (state: string) => figure(stack, `kiln_jobs{state="${state}"}`)
const stored = (state: string) => stack.db.zcard(`{kiln}:state:${state}`)

/** SIGTERM to the API and every worker at once; how each ended by itself, and how long that took. */
async function stopAll(meanwhile: (processes: RunningProcess[]) => Promise<void> = async () => {}) {
  const startedAt = performance.now()
  const processes = [stack.api, ...stack.workers.splice(0)]
  const ending = processes.map(async (process) => {
    // Past this it would be killed, and its end would not be its own.
    const { code, signal } = await process.stop('SIGTERM', GRACE_MS + 5_000)
    return { name: process.name, code, signal, ms: Math.round(performance.now() - startedAt) }
  })
  await meanwhile(processes)
  const ends = await Promise.all(ending)
  return { ends, longestMs: Math.max(...ends.map(({ ms }) => ms)) }
}

const lines = () => stack.output().split('\n')
const linesOf = (event: string) => lines().filter((line) => line.includes(`"event":"${event}"`))

describe('SIGTERM to every process', () => {
  test(`with ${RUNNING} jobs running ends them as soon as createTask has answered what is under way`, async () => {
    await accepted(RUNNING, 'running [sim: durationMs=300000]')
    await eventually(
      () => stored('running'),
      (count) => count === RUNNING,
    )
    expect(await countOf('running')).toBe(RUNNING)
    await stack.setBehaviours(answeringAfter(1_000, 'slow'))
    const slow = await accepted(60, 'slow')
    await taken(slow, 20)
    const posting = postUntilRefused('posted while it stops [sim: durationMs=20000]')
    await eventually(
      async () => posting.ids.length,
      (count) => count >= 20,
    )

    const { ends, longestMs } = await stopAll()
    await posting.refused
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }, { code: 0 }])
    expect(longestMs).toBeLessThan(GRACE_MS)
    expect(lines().filter((line) => /"level":"(?:error|fatal)"/.test(line))).toEqual([])
    expect([await stored('submitting'), await stored('unconfirmed')]).toEqual([0, 0])
    const { charges } = await stack.books()
    expect((await stored('running')) + (await stored('succeeded'))).toBe(charges.length)
    // Whoever was not told that a job was taken has none here.
    expect(await stack.db.hget('{kiln}:counts', 'accepted')).toBe(String(jobs.length))
  }, 60_000)

  test('and a second signal ends them at once, in the middle of createTask', async () => {
    await stack.setBehaviours(answeringAfter(2_500, 'interrupted'))
    await taken(await accepted(20, 'interrupted'), 10)
    const toldBefore = linesOf('stopping').length
    const { longestMs } = await stopAll(async (processes) => {
      await eventually(
        async () => linesOf('stopping').length - toldBefore,
        (told) => told === processes.length,
      )
      for (const process of processes) process.kill('SIGINT')
    })
    expect(longestMs).toBeLessThan(1_500)
    // What was cut off stands as it was; the last test sees how it ended.
    expect(await stored('submitting')).toBeGreaterThan(0)
  }, 60_000)

  test.each([
    ['killed', () => stack.redis.kill('SIGKILL'), () => stack.redis.restart()],
    ['frozen', async () => stack.redis.freeze(), async () => stack.redis.thaw()],
  ])(
    'with Redis %s ends them within their grace, and tells which tasks it could not write down',
    async (_how, takeAway, bringBack) => {
      await accepted(30, 'running [sim: durationMs=100000]')
      // Answers that come while it stops, the last of them well before it is cut off: what is still on
      // the wire then cannot be told.
      await stack.setBehaviours([
        ...answeringAfter(1_000, 'unwritten 2'),
        ...answeringAfter(750, 'unwritten 1'),
        ...answeringAfter(500, 'unwritten'),
      ])
      const unwritten = await accepted(20, 'unwritten')
      await taken(unwritten, 10)
      await takeAway()
      const { ends, longestMs } = await stopAll()
      const { charges } = await stack.books()
      await bringBack()

      expect(ends.map(({ signal }) => signal)).toEqual([null, null])
      expect(longestMs).toBeLessThan(GRACE_MS + MARGIN_MS)
      const told = linesOf('answerNotWritten').join('\n')
      const ours = charges.filter(({ key }) => unwritten.includes(key))
      // On a busy machine the first answers are written before Redis is taken away.
      const written = await Promise.all(ours.map(({ key }) => stack.db.hget(`{kiln}:job:${key}`, 'taskId')))
      const untold = ours.filter(({ taskId }, n) => written[n] !== taskId && !told.includes(taskId))
      expect(untold).toEqual([])
      expect(told).not.toBe('')
    },
    60_000,
  )

  test('to a worker that has just said that it works ends it in order', async () => {
    for (let tries = 0; tries < 4; tries++) {
      const worker = await stack.startWorker()
      expect(await worker.stop('SIGTERM', GRACE_MS + 5_000)).toMatchObject({ code: 0, signal: null })
      stack.workers.splice(stack.workers.indexOf(worker), 1)
    }
  }, 60_000)

  test('costs no job anything: in the end each has succeeded, charged once', async () => {
    for (const state of ['queued', 'submitting', 'unconfirmed', 'running', 'late']) {
      await eventually(
        () => stored(state),
        (count) => count === 0,
      )
      expect(await countOf(state)).toBe(0)
    }
    expect(await countOf('succeeded')).toBe(jobs.length)
    const { byKey } = await stack.books()
    expect(jobs.filter((id) => byKey[id] !== 1)).toEqual([])
    await audit(stack, jobs)
  }, 60_000)
})
