import { describe, expect, test } from '@jest/globals'
import type { ReadDecision, SubmitDecision } from '@kiln/lifecycle'
import { keepState } from '../testing/go-back.ts'
import type { Ledger } from '../create-ledger.ts'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { failed, note, succeeded } from '../testing/reads.ts'

const own = usePrivateRedis()

/** createTask was called, and Redis went back to before its intent. */
async function forgottenCall() {
  const { ledger, prefix } = ledgerUnderTest(own.redis)
  const job = newJob()
  await ledger.accept(job, null)
  await ledger.feed()
  const goBack = await keepState(own.redis, prefix)
  const answer = await ledger.begin(job.id, 'secret-1')
  if (answer.kind !== 'go') throw new Error(`begin said ${answer.kind}`)
  await goBack()
  const intent = { secret: 'secret-1', at: answer.now }
  return { ledger, attempt: { id: job.id, attempt: 1, intent, secret: 'secret-1' } }
}

describe('an answer of KIE to a call that Redis has forgotten', () => {
  test('binds its task, so that the customer does not pay for a second one', async () => {
    const { ledger, attempt } = await forgottenCall()
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'task-1' }, {})).toMatchObject({
      kind: 'moved',
      state: 'running',
    })
    const job = await ledger.read(attempt.id)
    expect(job).toMatchObject({ attempt: 1, taskId: 'task-1', intentAt: attempt.intent.at })
    expect((await ledger.feed()).rings).toEqual([])
    expect(await ledger.begin(attempt.id, 'secret-2')).toMatchObject({ kind: 'taken' })
    expect((await ledger.timeline(attempt.id)).map(({ event }) => event)).toEqual([
      'accepted',
      'begun',
      'bound',
    ])
    const hint = { ...attempt, jobId: attempt.id, taskId: 'task-1', claimsSuccess: true }
    expect(await ledger.hint(hint)).toBe('stored')
  })

  test.each([
    ['still under way', () => Promise.resolve()],
    [
      'given up as lost',
      (ledger: Ledger, id: string) => ledger.endOverdue({ id, state: 'submitting', attempt: 1 }),
    ],
  ])('binds its task though Redis knows but the attempt before, %s', async (_how, meanwhile) => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const first = await begun(ledger)
    const goBack = await keepState(own.redis, prefix)
    const released: SubmitDecision = { event: 'released', gate: null, pauseMs: 0, wire: 'answered' }
    await ledger.recordAnswer(first, released, {})
    await ledger.feed()
    const answer = await ledger.begin(first.id, 'secret-2')
    if (answer.kind !== 'go') throw new Error(`begin said ${answer.kind}`)
    await goBack()
    await meanwhile(ledger, first.id)
    const second = { id: first.id, attempt: 2, intent: { secret: 'secret-2', at: answer.now } }
    await ledger.recordAnswer(second, { event: 'bound', taskId: 'task-2' }, {})
    expect(await ledger.read(first.id)).toMatchObject({ state: 'running', attempt: 2, taskId: 'task-2' })
  })

  test.each<[string, ReadDecision | null]>([
    ['failed', failed],
    ['succeeded', succeeded],
    ['canceled', null],
  ])('binds its task though Redis forgot that a person had it sent again after it %s', async (_how, end) => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const first = await running(ledger, 'task-1')
    if (end === null) await ledger.cancel(first.id, 'owner')
    await ledger.recordRead(first, note(end ?? failed))
    const goBack = await keepState(own.redis, prefix)
    const again = { by: 'ops', confirmed: true, edited: null, charged: null }
    await ledger.acts.requeue((await ledger.acts.read(first.id))!, again)
    await ledger.feed()
    const answer = await ledger.begin(first.id, 'secret-2')
    if (answer.kind !== 'go') throw new Error(`begin said ${answer.kind}`)
    await goBack()
    const second = { id: first.id, attempt: 2, intent: { secret: 'secret-2', at: answer.now } }
    await ledger.recordAnswer(second, { event: 'bound', taskId: 'task-2' }, {})
    expect(await ledger.read(first.id)).toMatchObject({
      state: 'running',
      attempt: 2,
      taskId: 'task-2',
      cancelRequestedAt: null,
    })
  })

  test('that was lost leaves the job unconfirmed, for its task may be paid for', async () => {
    const { ledger, attempt } = await forgottenCall()
    await ledger.recordAnswer(attempt, { event: 'lost', cause: 'timeout' }, {})
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'unconfirmed', attempt: 1 })
    expect((await ledger.feed()).rings).toEqual([])
  })

  test.each<SubmitDecision>([
    { event: 'released', gate: null, pauseMs: 0, wire: 'answered' },
    {
      event: 'rejected',
      gate: null,
      failure: { class: 'upstreamError', code: '500', message: 'x', charged: 'unknown' },
    },
    { event: 'lost', cause: 'timeout' },
    { event: 'bound', taskId: 'old' },
  ])('that came to $event says nothing of an attempt begun anew, which is on the wire', async (old) => {
    const { ledger, attempt } = await forgottenCall()
    await ledger.feed()
    await ledger.resume('submit')
    await ledger.feed()
    expect(await ledger.begin(attempt.id, 'secret-2')).toMatchObject({ kind: 'go', attempt: 1 })
    expect(await ledger.recordAnswer(attempt, old, {})).toMatchObject({ kind: 'stale' })
    expect(await ledger.read(attempt.id)).toMatchObject({ state: 'submitting', taskId: null })
    expect((await ledger.claim(10)).claims).toEqual([])
  })

  test('changes nothing once the job was begun anew', async () => {
    const { ledger, attempt } = await forgottenCall()
    await ledger.feed()
    await ledger.resume('submit')
    await ledger.feed()
    const anew = await ledger.begin(attempt.id, 'secret-2')
    expect(anew).toMatchObject({ kind: 'go', attempt: 1 })
    const released: SubmitDecision = { event: 'released', gate: null, pauseMs: 0, wire: 'notSent' }
    await ledger.recordAnswer({ id: attempt.id, attempt: 1 }, released, {})
    expect(await ledger.recordAnswer(attempt, { event: 'bound', taskId: 'old' }, {})).toMatchObject({
      kind: 'stale',
      state: 'queued',
    })
  })
})
