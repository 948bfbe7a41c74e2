import { describe, expect, test } from '@jest/globals'
import {
  addRun,
  bucketOf,
  decodeRunTimes,
  encodeRunTimes,
  NO_RUNS,
  stretchOf,
  type ReadDecision,
} from '@kiln/lifecycle'
import type { Ledger } from '../create-ledger.ts'
import { ledgerUnderTest, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, lookAgainInMs, note, succeeded } from '../testing/reads.ts'

const own = usePrivateRedis()
const UNIT = 8_000

async function ends(ledger: Ledger, decision: ReadDecision, ranMs: number, model = 'nano-banana-2') {
  const task = await running(ledger, 'a task', { model })
  return ledger.recordRead(task, { ...note(decision), ranMs })
}

/** What a claim brings of each model among its jobs. */
async function brought(ledger: Ledger) {
  const { claims, pacing } = await ledger.claim(100)
  return { claims, pacing, of: (model: string) => pacing?.runTimes.get(model) ?? null }
}

describe('the run times of models', () => {
  test('are learned by the script that writes the verdict, and come with the next claims, each model once', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    await ends(ledger, succeeded, 60_000)
    await ends(ledger, failed, 60_000)
    await ends(ledger, succeeded, 20_000, 'kling-3.0/video')
    for (const task of ['t1', 't2']) await running(ledger, task)
    await running(ledger, 't3', { model: 'kling-3.0/video' })
    await running(ledger, 't4', { model: 'wan/2-7-r2v' })
    const { claims, pacing, of } = await brought(ledger)
    expect(claims).toHaveLength(4)
    const at = bucketOf(60_000, UNIT)
    expect(of('nano-banana-2')).toEqual(addRun(addRun(NO_RUNS, at), at))
    expect(of('kling-3.0/video')).toEqual(addRun(NO_RUNS, bucketOf(20_000, UNIT)))
    expect(pacing?.runTimes.get('wan/2-7-r2v')).toBeNull()
    expect(await own.redis.hlen(`${prefix}:runTimes`)).toBe(2)
  })

  test('are counted and aged in the ledger as in the lifecycle', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    let expected = NO_RUNS
    for (let run = 0; run < 90; run++) {
      const ranMs = 5_000 * 1.15 ** (run % 40)
      await ends(ledger, succeeded, ranMs)
      expected = addRun(expected, bucketOf(ranMs, UNIT))
    }
    const stored = await own.redis.hget(`${prefix}:runTimes`, 'nano-banana-2')
    expect(stored).toBe(encodeRunTimes(expected))
    expect(decodeRunTimes(stored!)).toEqual(expected)
  })

  test('of an older kiln, in wider buckets, are counted on', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const wide = Array.from({ length: 24 }, (_, n) => (n === 23 ? 4 : n * 3)).join(',')
    await own.redis.hset(`${prefix}:runTimes`, 'nano-banana-2', wide)
    const old = decodeRunTimes(wide)!
    await running(ledger, 't1')
    expect((await brought(ledger)).of('nano-banana-2')).toEqual(old)
    await ends(ledger, succeeded, 60_000)
    const expected = addRun(old, bucketOf(60_000, UNIT))
    expect(await own.redis.hget(`${prefix}:runTimes`, 'nano-banana-2')).toBe(encodeRunTimes(expected))
  })

  test('count each verdict once, whoever brings it', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    const verdict = { ...note(succeeded), ranMs: 60_000 }
    await Promise.all([ledger.recordRead(task, verdict), ledger.recordRead(task, verdict)])
    await running(ledger, 't2')
    const { of } = await brought(ledger)
    expect(of('nano-banana-2')).toEqual(addRun(NO_RUNS, bucketOf(60_000, UNIT)))
  })

  test('learn nothing of a task that KIE had no credits for, nor of a read without a verdict', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const failure = { ...failed.failure, class: 'noCredits' } as const
    const gate = { gate: 'credits', holdMs: 1, cause: 'none left' } as const
    const task = await running(ledger, 't2')
    await ledger.recordRead(task, note(lookAgainInMs(0)))
    await ends(ledger, { event: 'retried', failure, creditsConsumed: 0, gate, pauseMs: 0 }, 2_000)
    expect(await own.redis.exists(`${prefix}:runTimes`)).toBe(0)
  })

  test.each(['', 'x', '1,2,3', '{"v":2}', `${'99999,'.repeat(23)}99999`, `${'1,'.repeat(46)}99999`])(
    'that cannot be read are learned anew: %j',
    async (text) => {
      const { ledger, prefix } = ledgerUnderTest(own.redis)
      await own.redis.hset(`${prefix}:runTimes`, 'nano-banana-2', text)
      await running(ledger, 't1')
      await expect(ledger.claim(1)).resolves.toMatchObject({ claims: [{ kind: 'watch' }] })
      await ends(ledger, succeeded, 60_000)
      await running(ledger, 't2')
      const { of } = await brought(ledger)
      expect(of('nano-banana-2')).toEqual(addRun(NO_RUNS, bucketOf(60_000, UNIT)))
    },
  )
})

describe('the first read of a task', () => {
  test('is due when whoever binds it says so, never past the limit', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis, { pollDeadlineMs: 600_000 })
    const soon = await running(ledger, 't1')
    const later = await running(ledger, 't2', {}, 40_000)
    const never = await running(ledger, 't3', {}, 5_000_000)
    const due = async ({ id }: { id: string }) => Number(await own.redis.zscore(`${prefix}:due`, id))
    const { submittedAt } = (await ledger.read(later.id))!
    expect((await due(later)) - submittedAt!).toBe(40_000)
    expect(await due(soon)).toBe((await ledger.read(soon.id))!.submittedAt)
    expect(await due(never)).toBe((await ledger.read(never.id))!.limitAt)
  })
})

async function health(ledger: Ledger): Promise<number> {
  const { callbackHealth } = await ledger.figures()
  await running(ledger, 'another')
  expect((await ledger.claim(100)).pacing?.callbackHealth).toBe(callbackHealth)
  return callbackHealth
}
async function endsAfter(ledger: Ledger, callback: boolean) {
  const task = await running(ledger, 'a task')
  const hint = { ...task, jobId: task.id, claimsSuccess: true }
  if (callback) expect(await ledger.hint(hint)).toBe('stored')
  await ledger.recordRead(task, { ...note(succeeded), ranMs: 60_000 })
}

describe('how far callbacks are waited for', () => {
  test('is not at all before some came, and nearly wholly after ten', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    await endsAfter(ledger, false)
    expect(await health(ledger)).toBe(0)
    await endsAfter(ledger, true)
    expect(await health(ledger)).toBe(0.25)
    for (let run = 0; run < 9; run++) await endsAfter(ledger, true)
    expect(await health(ledger)).toBeGreaterThan(0.94)
  })

  test('is little after four verdicts without one: reads are nearly as close as ever', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    for (let run = 0; run < 20; run++) await endsAfter(ledger, true)
    expect(await health(ledger)).toBeGreaterThan(0.99)
    for (let run = 0; run < 4; run++) await endsAfter(ledger, false)
    expect(stretchOf(await health(ledger))).toBeLessThan(1.25)
    for (let run = 0; run < 40; run++) await endsAfter(ledger, false)
    expect(await health(ledger)).toBeLessThan(0.01)
  })

  test('counts a callback that comes after the verdict for nothing', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 'a task')
    await ledger.recordRead(task, { ...note(succeeded), ranMs: 60_000 })
    await ledger.hint({ ...task, jobId: task.id, claimsSuccess: true })
    expect(await health(ledger)).toBe(0)
  })

  test("counts no callback of an earlier attempt for the next one's verdict", async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1', { retries: 1 })
    await ledger.hint({ ...task, jobId: task.id, claimsSuccess: false })
    const { failure } = failed
    const retried: ReadDecision = { event: 'retried', failure, creditsConsumed: 0, gate: null, pauseMs: 0 }
    await ledger.recordRead(task, { ...note(retried), ranMs: 60_000 })
    await ledger.feed()
    await ledger.begin(task.id, 'second')
    await ledger.recordAnswer({ id: task.id, attempt: 2 }, { event: 'bound', taskId: 't2' }, {})
    await ledger.recordRead({ ...task, attempt: 2, taskId: 't2' }, { ...note(succeeded), ranMs: 60_000 })
    expect(await health(ledger)).toBeCloseTo(0.25 * 0.75, 2)
  })
})
