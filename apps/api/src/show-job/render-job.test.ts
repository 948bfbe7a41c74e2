import { describe, expect, test } from '@jest/globals'
import { jobViewSchema } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import type { JobRecord } from '@kiln/ledger'
import { renderJob } from './render-job.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const record = (changes: Partial<JobRecord> = {}): JobRecord => ({
  id: 'job_0123456789abcdef01234567',
  seq: 7,
  account: 'default',
  tenant: 'shop',
  customId: null,
  batchId: null,
  model: 'nano-banana-2',
  type: 't2i',
  input: { prompt: 'a fox' },
  metadata: { team: 'blue' },
  strict: null,
  priority: 'normal',
  retries: 0,
  quoted: { min: 8, max: 12 },
  ceiling: 12,
  line: null,
  state: 'queued',
  stateAt: NOON,
  createdAt: NOON,
  attempt: 0,
  retriesUsed: 0,
  creditReturns: 0,
  resultlessReads: 0,
  taskId: null,
  intentAt: null,
  submittedAt: null,
  limitAt: null,
  finishedAt: null,
  cancelRequestedAt: null,
  polls: 0,
  result: null,
  failure: null,
  cause: null,
  parkedReason: null,
  fault: null,
  hintedAt: null,
  acts: 0,
  collected: [],
  creditsCharged: null,
  ...changes,
})

describe('a job as its owner sees it', () => {
  test('shows every field of the contract, and nothing of what only kiln needs', () => {
    const view = renderJob(record(), null, 'en')
    expect(Object.keys(view)).toEqual(Object.keys(jobViewSchema.shape))
    expect(jobViewSchema.parse(view)).toEqual(view)
  })

  test('names the gate that holds it, in the times of the API', () => {
    const waiting = {
      gate: 'credits' as const,
      reason: { kind: 'closed' as const, cause: 'top up' },
      since: NOON,
      until: NOON + 60_000,
      position: 3,
    }
    expect(renderJob(record(), waiting, 'en').waitingFor).toEqual({
      gate: 'credits',
      detail: 'The account has run out of credits; the job goes on after a top-up: top up',
      since: '2026-11-21T12:00:00.000Z',
      until: '2026-11-21T12:01:00.000Z',
      position: 3,
    })
  })

  test("says until when KIE's links live: a day from the end", () => {
    const result = { urls: ['https://files.example/a.png'], object: { text: 'hi' } }
    const view = renderJob(
      record({ state: 'succeeded', finishedAt: NOON, creditsCharged: 8.5, result }),
      null,
      'en',
    )
    expect(view.result).toEqual({ ...result, expiresAt: '2026-11-22T12:00:00.000Z' })
    expect(view.credits).toEqual({ quoted: { min: 8, max: 12 }, charged: 8.5 })
    expect(view.finishedAt).toBe('2026-11-21T12:00:00.000Z')
  })

  test('says what failed, whether it cost anything and what to do, the field first where it is known', () => {
    const failure = { class: 'invalidInput', code: '422', message: 'is required', charged: 'no' } as const
    const cause = 'cause_0123456789abcdef'
    expect(renderJob(record({ state: 'failed', failure, cause }), null, 'en').failure).toEqual({
      ...failure,
      cause,
      advice: expect.stringMatching(/^Correct the input/),
    })
    const named = { ...failure, field: 'image_urls' }
    expect(renderJob(record({ state: 'failed', failure: named }), null, 'en').failure).toEqual({
      ...failure,
      cause: null,
      advice: expect.stringMatching(/^See input\.image_urls\. Correct the input/),
    })
  })

  test('tells the advice in the language of the reader', () => {
    const failure = { class: 'contentRefused', code: '422', message: 'flagged', charged: 'no' } as const
    const told = (language: Language) =>
      renderJob(record({ state: 'failed', failure }), null, language).failure?.advice
    expect(told('ru')).toBe('Содержание отклонено. Тот же промпт будет отклонён снова: измените его.')
    expect(told('zh')).toBe('内容被拒绝。相同的提示词会再次被拒绝，请修改后再提交。')
  })

  test('says why it is parked, and counts attempts and reads', () => {
    const view = renderJob(
      record({ state: 'parked', parkedReason: 'noVerdict', attempt: 2, polls: 31 }),
      null,
      'en',
    )
    expect(view).toMatchObject({ parked: { reason: 'noVerdict' }, attempts: 2, polls: 31, result: null })
  })
})
