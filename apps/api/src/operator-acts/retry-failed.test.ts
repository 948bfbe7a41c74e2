import { describe, expect, test } from '@jest/globals'
import { retriedSchema, type RetriedView } from '@kiln/contract'
import { jobIdOf } from '@kiln/ledger'
import type { Failure } from '@kiln/lifecycle'
import type { BehaviourRule } from '@kiln/simulator'
import { goodLine, sendLines } from '../testing/batches.ts'
import { REFUSAL, SECRET } from '../testing/drive-job.ts'
import { createTaskAt, untilEndedAt } from '../testing/kie-tasks.ts'
import { useAskingApi } from '../testing/use-asking-api.ts'
import { retrySlice } from './retry-failed.ts'

const suite = useAskingApi()

const retry = (id: string, payload?: object) =>
  suite.kiln.call(`/v1/batches/${id}/retry-failed`, { method: 'POST', ...(payload && { payload }) })
const retried = async (id: string, payload?: object): Promise<RetriedView> =>
  retriedSchema.parse((await retry(id, payload)).json())
const stateOf = async (id: string) => (await suite.kiln.ledger.read(id))!.state
const told = (counts: Partial<RetriedView>) => ({
  looked: 0,
  requeued: 0,
  adopted: 0,
  resumed: 0,
  needsConfirm: 0,
  refused: 0,
  next: null,
  ...counts,
})

/** How each job of a batch came to fail. */
type Way = { task: BehaviourRule['do']; waits?: boolean } | { rejected: Failure } | 'succeeded'

const FREE: Failure = { class: 'invalidInput', code: '422', message: 'no', charged: 'no' }
const PERHAPS_PAID: Failure = { class: 'upstreamError', code: '500', message: 'no', charged: 'unknown' }
const FAILS_AT_KIE: Way = { task: { durationMs: 0, fail: {} }, waits: true }

/** A batch of which every line has ended, and its jobs in the order of the lines. */
async function batchOf(ways: Way[]): Promise<{ id: string; jobs: string[] }> {
  const { id } = (
    await sendLines(
      suite.kiln,
      ways.map((_way, at) => goodLine(at)),
    )
  ).json()
  while ((await suite.kiln.ledger.batches.advance()).kind !== 'idle');
  const jobs = ways.map((_way, at) => jobIdOf(id, at))
  for (const [at, way] of ways.entries()) await end(jobs[at]!, way)
  return { id, jobs }
}

async function end(id: string, way: Way): Promise<void> {
  await suite.kiln.ledger.feed()
  const begun = await suite.kiln.ledger.begin(id, SECRET)
  if (begun.kind !== 'go') throw new Error(`begin said ${begun.kind}`)
  const attempt = { id, attempt: 1 }
  if (typeof way === 'object' && 'rejected' in way) {
    await suite.kiln.ledger.recordAnswer(
      attempt,
      { event: 'rejected', failure: way.rejected, gate: null },
      {},
    )
    return
  }
  const behaviour = way === 'succeeded' ? { durationMs: 0 } : way.task
  const taskId = await createTaskAt(suite.simulator, behaviour, 'a fox', `${id}-1-${SECRET}`)
  if (way === 'succeeded' || way.waits === true) await untilEndedAt(suite.simulator, taskId)
  await suite.kiln.ledger.recordAnswer(attempt, { event: 'bound', taskId }, {})
  const decision =
    way === 'succeeded'
      ? { event: 'succeeded' as const, result: { urls: ['https://files.example/a.png'] }, creditsConsumed: 8 }
      : REFUSAL
  const note = { decision, evidence: { ok: true, askedAt: 0, hold: null }, now: 0, detail: null }
  await suite.kiln.ledger.recordRead({ ...attempt, taskId, hintsSeen: 0 }, note)
}

describe('retrying what failed of a batch', () => {
  test('asks KIE about each: results are adopted, tasks resumed, failures run again, risks left and counted', async () => {
    const { id, jobs } = await batchOf([
      { task: { durationMs: 0 }, waits: true },
      { task: { durationMs: 10_000_000 } },
      FAILS_AT_KIE,
      { rejected: FREE },
      { rejected: PERHAPS_PAID },
      'succeeded',
    ])
    const before = suite.simulator.books().charges.length
    expect(await retried(id)).toEqual(
      told({ looked: 5, adopted: 1, resumed: 1, requeued: 2, needsConfirm: 1 }),
    )
    expect(await Promise.all(jobs.map(stateOf))).toEqual([
      'succeeded',
      'running',
      'queued',
      'queued',
      'failed',
      'succeeded',
    ])
    expect(suite.simulator.books().charges).toHaveLength(before)
    const acts = (await suite.kiln.ledger.audit(4)).map(({ id: job, act, by }) => [job, act, by])
    expect(new Set(acts.map(([, act]) => act))).toEqual(new Set(['adopt', 'resume', 'requeue']))
    expect(acts.every(([, , by]) => by === 'local')).toBe(true)
    expect(await retried(id, { confirmCharge: true })).toEqual(told({ looked: 1, requeued: 1 }))
    expect((await suite.kiln.ledger.audit(1))[0]).toMatchObject({
      id: jobs[4],
      act: 'requeue',
      confirmed: true,
    })
    expect(await retried(id)).toEqual(told({}))
  })

  test('takes one class of failures, and no job of another batch', async () => {
    const [{ id, jobs }, other] = [
      await batchOf([{ rejected: FREE }, FAILS_AT_KIE]),
      await batchOf([{ rejected: FREE }]),
    ]
    expect(await retried(id, { class: 'invalidInput' })).toEqual(told({ looked: 1, requeued: 1 }))
    expect(await Promise.all([...jobs, ...other.jobs].map(stateOf))).toEqual(['queued', 'failed', 'failed'])
  })

  test('goes on behind what it looked at, and never back to what it left', async () => {
    const { id } = await batchOf(Array.from({ length: 5 }, (): Way => ({ rejected: PERHAPS_PAID })))
    const looks: number[] = []
    let cursor: string | null = null
    do {
      const one: RetriedView = await retried(id, { limit: 2, ...(cursor !== null && { cursor }) })
      expect(one.needsConfirm).toBe(one.looked)
      looks.push(one.looked)
      cursor = one.next
    } while (cursor !== null)
    expect(looks).toEqual([2, 2, 1])
  })

  test('ends early when its time is over, and goes on behind the last job', async () => {
    const { id, jobs } = await batchOf([{ rejected: FREE }, { rejected: FREE }, { rejected: FREE }])
    const looked: string[] = []
    const retryOne = async ({ job }: { job: { id: string } }) => {
      looked.push(job.id)
      return 'requeued' as const
    }
    let cursor: string | null = null
    do {
      const before = cursor === null ? {} : { cursor: Number(cursor) }
      const page = await suite.kiln.ledger.list({
        tenant: null,
        batchId: id,
        state: 'failed',
        limit: 10,
        ...before,
      })
      cursor = (await retrySlice(suite.kiln.ledger, page, retryOne, () => true)).next
    } while (cursor !== null)
    expect(looked).toEqual(jobs.toReversed())
  })

  test('by ten people at once makes one attempt of each job', async () => {
    const { id, jobs } = await batchOf([FAILS_AT_KIE, FAILS_AT_KIE, { rejected: FREE }])
    const all = await Promise.all(Array.from({ length: 10 }, () => retried(id)))
    expect(all.reduce((sum, { requeued }) => sum + requeued, 0)).toBe(3)
    for (const { looked, requeued, refused } of all) expect(requeued + refused).toBe(looked)
    const events = await Promise.all(jobs.map((job) => suite.kiln.ledger.timeline(job)))
    for (const timeline of events)
      expect(timeline.filter(({ event }) => event === 'requeued')).toHaveLength(1)
  })

  test('leaves what KIE cannot be asked about, whatever may be charged', async () => {
    const { id } = await batchOf([FAILS_AT_KIE])
    suite.simulator.setFaults({ maintenance: true })
    expect(await retried(id)).toEqual(told({ looked: 1, needsConfirm: 1 }))
    expect(await retried(id, { confirmCharge: true })).toEqual(told({ looked: 1, needsConfirm: 1 }))
  })

  test('of no batch, or asked for in other words, is refused', async () => {
    expect((await retry(`batch_${'0'.repeat(24)}`)).json()).toMatchObject({ code: 'batchUnknown' })
    const { id } = await batchOf([{ rejected: FREE }])
    const bad = await retry(id, { class: 'bad luck', cursor: 'x', limit: 0, input: {} })
    expect(bad.statusCode).toBe(422)
    const paths = (bad.json().errors as { path: string }[]).map(({ path }) => path)
    expect(paths.toSorted()).toEqual(['class', 'cursor', 'input', 'limit'])
  })
})
