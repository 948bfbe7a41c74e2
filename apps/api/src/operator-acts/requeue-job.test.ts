import { describe, expect, test } from '@jest/globals'
import { JOB_BODY, submitted } from '../testing/drive-job.ts'
import { useAskingApi } from '../testing/use-asking-api.ts'
import { actingOn, FAILED } from './operator-acts.test.kit.ts'

const suite = useAskingApi()
const { act, shown, eventsOf, untilEnded, sent, ended } = actingOn(suite)

describe('requeueing a job', () => {
  test('that KIE had finished after all adopts its result, and nothing is sent', async () => {
    const { id, taskId } = await ended({ durationMs: 0 }, FAILED)
    await untilEnded(taskId)
    const answer = await act(id, 'requeue')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      outcome: 'adopted',
      state: 'succeeded',
      attempts: 1,
      failure: null,
      result: { urls: [expect.stringMatching(/^http/)] },
      credits: { charged: 8 },
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      event: 'rescued',
      from: 'failed',
      to: 'succeeded',
      detail: { by: 'local', act: 'adopt', taskId },
    })
    expect((await suite.kiln.call('/metrics')).body).toMatch(
      /^kiln_credits_total\{model="nano-banana-2",outcome="rescued"\} 8$/m,
    )
  })

  test('that was confirmed adopts a result all the same', async () => {
    const { id, taskId } = await ended({ durationMs: 0 }, { event: 'vanished' })
    await untilEnded(taskId)
    const answer = await act(id, 'requeue', { confirmCharge: true })
    expect(answer.json()).toMatchObject({ outcome: 'adopted', state: 'succeeded', attempts: 1 })
  })

  test('whose task still runs puts it back under watch', async () => {
    const { id, taskId } = await ended({ durationMs: 10_000_000 }, FAILED)
    expect((await act(id, 'requeue')).json()).toMatchObject({ outcome: 'resumed', state: 'running', taskId })
  })

  test('whose task failed indeed opens a new attempt without a word', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const feeds = suite.kiln.feedsRequested()
    const answer = await act(id, 'requeue', { attempt: 1 })
    expect(answer.json()).toMatchObject({ outcome: 'requeued', state: 'queued', failure: null, warnings: [] })
    expect(suite.kiln.feedsRequested()).toBe(feeds + 1)
    expect(suite.kiln.logged()).toMatch(new RegExp(`"event":"requeued","job":"${id}".*"by":"local"`))
    const again = await act(id, 'requeue')
    expect(again.statusCode).toBe(409)
    expect(again.json()).toMatchObject({
      code: 'changedMeanwhile',
      detail: expect.stringMatching(/^The job is queued: .* local requeued it at \d{4}-/),
      lastAct: { by: 'local', act: 'requeue', at: expect.any(String) },
    })
  })

  test('of which KIE says nothing wants a confirmation, with what it may cost and why', async () => {
    const { id, taskId } = await ended({ durationMs: 0, read: { code: 500, times: 9 } }, FAILED)
    const refused = await act(id, 'requeue')
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({
      code: 'confirmChargeNeeded',
      detail: expect.stringContaining('A new attempt costs 8 credits.'),
      confirm: {
        why: 'kieSilent',
        credits: { min: 8, max: 8 },
        mayHaveCost: 8,
        evidence: { attempts: 1, taskId, kieSays: expect.stringContaining('500') },
      },
    })
    expect(await shown(id)).toMatchObject({ state: 'failed' })
    const confirmed = await act(id, 'requeue', { confirmCharge: true })
    expect(confirmed.json()).toMatchObject({ outcome: 'requeued', state: 'queued' })
    expect((await eventsOf(id)).at(-1).detail).toEqual({
      by: 'local',
      act: 'requeue',
      creditsAtStake: 8,
      confirmCharge: 'yes',
    })
  })

  test('that is parked takes over what KIE has by now, else wants a confirmation', async () => {
    const collected = await ended({ durationMs: 0 }, { event: 'vanished' })
    await untilEnded(collected.taskId)
    expect((await act(collected.id, 'requeue')).json()).toMatchObject({
      outcome: 'adopted',
      state: 'succeeded',
    })
    const gone = await ended({ durationMs: 0, unknownForMs: 10_000_000 }, { event: 'vanished' })
    expect((await act(gone.id, 'requeue')).json().confirm).toMatchObject({ why: 'taskVanished' })
    const confirmed = await act(gone.id, 'requeue', { confirmCharge: true, attempt: 1 })
    expect(confirmed.json()).toMatchObject({ outcome: 'requeued', state: 'queued', parked: null })
  })

  test('that succeeded always wants a confirmation: it was paid', async () => {
    const result = { urls: ['https://a/b.png'] }
    const { id } = await ended({}, { event: 'succeeded', result, creditsConsumed: 7 })
    expect((await act(id, 'requeue')).json().confirm).toMatchObject({ why: 'paid', mayHaveCost: 7 })
    expect((await act(id, 'requeue', { confirmCharge: true })).json()).toMatchObject({ state: 'queued' })
  })

  test('seen at another attempt, or still on its way, is refused', async () => {
    const { id } = await ended({ durationMs: 0, fail: {} }, FAILED)
    expect((await act(id, 'requeue', { attempt: 3 })).json()).toMatchObject({
      code: 'changedMeanwhile',
      detail: 'The job is at attempt 1 by now, not 3.',
    })
    const running = await sent()
    expect((await act(running, 'requeue')).json()).toMatchObject({
      code: 'notRequeueable',
      detail: expect.stringContaining('submitting'),
    })
    expect((await act('job_0123456789abcdef01234567', 'requeue')).json().code).toBe('jobUnknown')
  })

  test('with another input checks and prices it like a new job, and keeps the earlier one', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const bad = await act(id, 'requeue', { input: { prompt: 'a fox', resolution: '9K' } })
    expect(bad.statusCode).toBe(422)
    expect(bad.json()).toMatchObject({ code: 'validation', errors: [{ path: 'input.resolution' }] })
    const good = await act(id, 'requeue', { input: { prompt: 'two foxes', resolution: '4K' } })
    expect(good.json()).toMatchObject({
      state: 'queued',
      input: { prompt: 'two foxes', resolution: '4K', output_format: 'jpg' },
      credits: { quoted: { min: 18, max: 18 } },
    })
    expect((await suite.kiln.ledger.audit(1))[0]).toMatchObject({ id, earlierInput: 'input:1' })
    // Its receipt tells what each attempt was really sent.
    const receipt = async (query = '') => (await suite.kiln.call(`/v1/jobs/${id}/receipt${query}`)).json()
    const sentThen = { prompt: 'a fox', aspect_ratio: 'auto', resolution: '1K', output_format: 'jpg' }
    expect(await receipt()).toMatchObject({
      job: { input: { prompt: 'two foxes' } },
      attempts: [{ attempt: 1, input: sentThen }],
    })
    expect(await receipt('?input=hidden')).toMatchObject({
      job: { input: null },
      attempts: [{ input: null }],
    })
    const { body } = await suite.kiln.call(`/v1/jobs/${id}/receipt?format=html`)
    expect(body).toContain('&quot;two foxes&quot;')
    expect(body).toContain('&quot;a fox&quot;')
  })

  test('with another input is as strict as the job was', async () => {
    const { id } = await submitted(suite.kiln, {
      ...JOB_BODY,
      strict: false,
      input: { prompt: 'x', colour: 'red' },
    })
    await act(id, 'cancel')
    const again = await act(id, 'requeue', { input: { prompt: 'x', colour: 'blue' } })
    expect(again.json()).toMatchObject({ input: { colour: 'blue' }, warnings: [{ path: 'input.colour' }] })
    const strict = await submitted(suite.kiln)
    await act(strict.id, 'cancel')
    expect((await act(strict.id, 'requeue', { input: { prompt: 'x', colour: 'blue' } })).statusCode).toBe(422)
  })

  test('takes no field that it does not know', async () => {
    const answer = await act('job_0123456789abcdef01234567', 'requeue', { confirm: true, attempt: 'x' })
    expect(answer.statusCode).toBe(422)
    expect(
      answer
        .json()
        .errors.map(({ path }: { path: string }) => path)
        .toSorted(),
    ).toEqual(['attempt', 'confirm'])
  })

  test('by fifty people at once makes one attempt; the others hear who and when', async () => {
    const { id, taskId } = await ended({ durationMs: 0, fail: {} }, FAILED)
    await untilEnded(taskId)
    const answers = await Promise.all(Array.from({ length: 50 }, () => act(id, 'requeue')))
    const statuses = answers.map(({ statusCode }) => String(statusCode)).toSorted()
    expect(statuses).toEqual(['200', ...Array.from({ length: 49 }, () => '409')])
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(answer.json()).toMatchObject({
        code: 'changedMeanwhile',
        lastAct: { by: 'local', act: 'requeue', at: expect.any(String) },
      })
    }
    expect((await eventsOf(id)).filter(({ event }: { event: string }) => event === 'requeued')).toHaveLength(
      1,
    )
  })
})
