import { describe, expect, test } from '@jest/globals'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { noCredits } from '../testing/gates.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { goodEvidence, hinted, lookAgainInMs, note, succeeded } from '../testing/reads.ts'

const own = usePrivateRedis()

const accepted = { call: 'createTask', class: 'accepted', http: 200, code: '200', taskId: 't1', ms: 312 }
const pending = (state: string) => ({
  ...note(lookAgainInMs(0)),
  detail: { class: 'pending', http: 200, state, ms: 20 },
})
const told = async (ledger: ReturnType<typeof ledgerUnderTest>['ledger'], id: string) =>
  (await ledger.timeline(id)).map(({ event }) => event)

describe('a timeline', () => {
  test('tells a day of the same reads in one entry for each thing that KIE said', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    for (const state of [
      'waiting',
      'waiting',
      'generating',
      ...Array.from({ length: 500 }, () => 'generating'),
    ]) {
      await ledger.recordRead(task, pending(state))
    }
    const reads = (await ledger.timeline(task.id)).filter(({ event }) => event === 'read')
    expect(reads.map(({ detail }) => [detail?.['state'], detail?.['times']])).toEqual([
      ['waiting', 2],
      ['generating', 501],
    ])
    expect(reads[1]?.detail?.['lastAt']).toBeGreaterThanOrEqual(reads[1]!.at)
  })

  test('keeps its beginning, its end, and the number of what lies between', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    for (let i = 0; i < 500; i++) await ledger.recordRead(task, pending(`word ${i}`))
    await ledger.recordRead(task, { ...note(succeeded), detail: { class: 'succeeded' } })
    const timeline = await ledger.timeline(task.id)
    expect(timeline).toHaveLength(200)
    expect(timeline.slice(0, 3).map(({ event }) => event)).toEqual(['accepted', 'begun', 'bound'])
    expect(timeline.at(-1)).toMatchObject({ event: 'succeeded', detail: { charged: 'yes', credits: 7.5 } })
    const omitted = timeline.filter(({ event }) => event === 'omitted')
    expect(omitted).toMatchObject([{ detail: { entries: 504 - 199 } }])
    expect(timeline[41]?.at).toBeGreaterThanOrEqual(Number(omitted[0]?.detail?.['lastAt']))
  })

  test('tells a job that stood in its lane which gate held it, since when and for how long', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const probe = await begun(ledger)
    await ledger.recordAnswer(probe, noCredits(1), {})
    await ledger.pause('submit', 'an operator')
    const job = newJob()
    await ledger.accept(job, null)
    const { createdAt } = (await ledger.read(job.id))!
    // By Redis' clock, which the wait is told by.
    while ((await ledger.figures()).now < createdAt + 30);
    await ledger.resume('submit')
    await ledger.cancel(job.id)
    const held = (await ledger.timeline(job.id)).filter(({ event }) => event === 'held')
    expect(new Set(held.map(({ detail }) => detail?.['gate']))).toEqual(new Set(['credits', 'paused']))
    expect(held).toHaveLength(2)
    const [paused] = held.filter(({ detail }) => detail?.['gate'] === 'paused')
    // Not from before the job was there.
    expect(paused?.detail?.['since']).toBe(createdAt)
    expect(paused?.detail?.['ms']).toBeGreaterThanOrEqual(29)
    expect(await told(ledger, job.id)).toEqual(['accepted', 'held', 'held', 'canceled'])
  })

  test('tells nothing of the gates of another model', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    await ledger.pause('model:another-model', 'an operator')
    const { id } = await begun(ledger)
    expect(await told(ledger, id)).toEqual(['accepted', 'begun'])
  })

  test("tells once what the call's own answer said, where a callback was faster", async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const claim = await hinted(ledger, attempt, 't1')
    const said = { class: 'pending', http: 200, state: 'generating' }
    await ledger.recordConfirmation(claim, { kind: 'ours', verdict: 'pending' }, goodEvidence, 0, said)
    for (let twice = 0; twice < 2; twice++) {
      await ledger.recordAnswer(attempt, { event: 'bound', taskId: 't1' }, accepted)
    }
    const timeline = await ledger.timeline(attempt.id)
    expect(timeline.map(({ event }) => event)).toEqual(['accepted', 'begun', 'callback', 'bound', 'answered'])
    expect(timeline[2]).toMatchObject({ detail: { heard: 'toBeConfirmed', taskId: 't1' } })
    expect(timeline[3]).toMatchObject({ detail: { by: 'callback', state: 'generating' } })
    expect(timeline[4]).toMatchObject({ attempt: 1, detail: { ...accepted, became: 'known' } })
  })

  test('says of a callback whether it was believed', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const attempt = await begun(ledger)
    const callback = { jobId: attempt.id, attempt: 1, secret: attempt.secret, claimsSuccess: true }
    await ledger.hint({ ...callback, taskId: 't9', unsigned: true, said: { code: '200' } })
    const claim = await hinted(ledger, attempt, 't9')
    await ledger.recordConfirmation(claim, { kind: 'refused' }, goodEvidence, 0, { class: 'pending' })
    expect((await ledger.timeline(attempt.id)).slice(2)).toMatchObject([
      { event: 'callback', detail: { heard: 'notSigned', code: '200' } },
      { event: 'callback', detail: { heard: 'toBeConfirmed' } },
      { event: 'callbackChecked', detail: { became: 'refused', taskId: 't9', class: 'pending' } },
    ])
  })
})

describe('the history of a job', () => {
  test('tells each attempt with its task and its charge, and no secret', async () => {
    const { ledger } = ledgerUnderTest(own.redis)
    const task = await running(ledger, 't1')
    await ledger.recordRead(task, note(succeeded))
    const history = await ledger.history(task.id)
    expect(history).toMatchObject({
      job: { id: task.id, state: 'succeeded' },
      attempts: [{ attempt: 1, taskId: 't1', credits: 7.5 }],
    })
    expect(JSON.stringify(history)).not.toContain(task.secret)
    expect(await ledger.history('job_000000000000000000000000')).toBeNull()
    expect(await ledger.history('job:*')).toBeNull()
  })
})
