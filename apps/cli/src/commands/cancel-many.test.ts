import { describe, expect, test } from '@jest/globals'
import { problemOf } from '@kiln/contract'
import type { Tools } from '../command.ts'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aCancel, aCancelPlan, CANCEL_ID } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'

const api = useAnsweringApi()
const kiln = (args: string[], person: Partial<Tools> = {}) =>
  runHere(args, { KILN_API_URL: api.url }, '', person)
const posts = () => api.asked.filter(({ line }) => line === 'POST /v1/cancels')
const saying = (answer: string | null) => {
  const asked: string[] = []
  return { asked, ask: async (question: string) => (asked.push(question), answer) }
}
/** A plan, then the cancel itself. */
const answering = (cancel: object, plan: object = aCancelPlan()) => {
  api.answers = { 'POST /v1/cancels': [plan, cancel] }
}

describe('kiln cancel --plan', () => {
  test('tells what ends at once from what is only marked, and what each saves', async () => {
    answering({})
    const { code, out } = await kiln(['cancel', '--model', 'z-image', '--limit', '200', '--plan'])
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}match +160$/m)
    expect(out).toMatch(/^ {2}end at once +140$/m)
    expect(out).toMatch(/^ {2}saved +1120 credits, 5.6 USD$/m)
    expect(out).toMatch(/^ {2}only marked +10 jobs: they were sent, and KIE cannot stop them$/m)
    expect(out).toMatch(/^ {2}not saved +price unknown$/m)
    expect(out).toMatch(/left as they are\n {2}10 {2}it is being canceled already\n/)
    expect(posts().map(({ body }) => body)).toEqual([
      { filter: { model: 'z-image' }, limit: 200, dryRun: true },
    ])
  })

  test('says in Russian and Chinese what may go, and for programs ends with 1 when nothing may', async () => {
    answering({})
    expect((await kiln(['cancel', '--state', 'queued', '--plan', '--lang', 'ru'])).out).toMatch(
      /завершатся сразу +140/,
    )
    answering({})
    expect((await kiln(['cancel', '--state', 'queued', '--plan', '--lang', 'zh'])).out).toMatch(
      /立即结束 +140/,
    )
    const none = aCancelPlan({ eligible: 0 })
    answering({}, none)
    const { code, out } = await kiln(['cancel', '--state', 'queued', '--plan', '--json'])
    expect([code, JSON.parse(out)]).toEqual([1, none])
  })
})

describe('kiln cancel of many', () => {
  test('off a terminal needs --yes, and cancels nothing without', async () => {
    answering(aCancel('planned'))
    const { code, out, err } = await kiln(['cancel', '--state', 'queued'])
    expect(code).toBe(2)
    expect(out).toContain('end at once')
    expect(err).toMatch(/no terminal to ask on\.\nAdd --yes/)
    expect(posts()).toHaveLength(1)
  })

  test('asks on a terminal, and takes no for an answer', async () => {
    answering(aCancel('planned'))
    const person = saying('nope')
    const refused = { code: 1, err: 'Nothing was canceled.\n' }
    expect(await kiln(['cancel', '--state', 'queued'], person)).toMatchObject(refused)
    expect(person.asked).toEqual(['Cancel 150 jobs? [y/N] '])
    expect(posts().every(({ body }) => (body as { dryRun?: boolean }).dryRun)).toBe(true)
  })

  test('begins with a yes, under one key, and is followed to its end', async () => {
    answering(aCancel('listing', { found: 100, left: 100 }))
    api.answers[`GET /v1/cancels/${CANCEL_ID}`] = [
      aCancel('running', { left: 60, canceled: 90 }),
      aCancel('done', { canceled: 140, requested: 4, skipped: { changed: 6 } }),
    ]
    const args = ['cancel', '--batch', 'b', '--custom-id', 'spring-', '--since', '2026-11-21T12:00:00Z']
    const { code, out, err } = await kiln(args, saying('Y '))
    expect(code).toBe(0)
    expect(err).toMatch(/^90\/150 {2}running {2}90 canceled, 60 to go$/m)
    expect(out).toMatch(/^cancel_\w+ {2}done: over$/m)
    expect(out).toMatch(/^ {2}4 +marked: they end as canceled when KIE has ended them$/m)
    expect(out).toMatch(/^ {2}6 +left as they are\n +6 {2}somebody was first$/m)
    const [, start] = posts()
    expect(start!.body).toEqual({
      filter: { batch: 'b', customIdPrefix: 'spring-', since: '2026-11-21T12:00:00.000Z' },
      // No more than were agreed to.
      limit: 160,
    })
    expect(start!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('with --json and --yes asks for no plan, and answers with the cancel under the given key', async () => {
    api.answers = { 'POST /v1/cancels': aCancel('planned') }
    const { code, out } = await kiln(['cancel', '--batch', 'b', '--json', '--yes', '--key', 'mine'])
    expect([code, JSON.parse(out)]).toEqual([0, aCancel('planned')])
    expect(posts().map(({ headers }) => headers['idempotency-key'])).toEqual(['mine'])
  })

  test.each([
    [['cancel'], 'kiln cancel takes the id of a job or a batch, or says which jobs'],
    [['cancel', 'job_1', '--model', 'x', '--plan'], 'does not go with --model, --plan.'],
    [['cancel', '--state', 'failed'], '--state must be one of'],
    [['cancel', '--state', 'queued', '--limit', '0'], '--limit must be a whole number from 1, got "0".'],
  ])('%j is answered with what is wrong, and asks nobody', async (args, fault) => {
    expect(await kiln(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
    expect(api.asked).toEqual([])
  })
})

describe('kiln cancel status and abort', () => {
  const over = aCancel('done')

  test('show one, all that are under way, and that there is none', async () => {
    api.answers = {
      [`GET /v1/cancels/${CANCEL_ID}`]: aCancel('listing', { found: 400, left: 400 }),
      'GET /v1/cancels': [{ cancels: [aCancel('running', { left: 150 })] }, { cancels: [over] }],
    }
    const [one, all, none] = [
      await kiln(['cancel', 'status', CANCEL_ID]),
      await kiln(['cancel', 'status']),
      await kiln(['cancel', 'status']),
    ]
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining(`kiln cancel abort ${CANCEL_ID}`) })
    expect(one.out).toContain('listing: its jobs are being listed')
    expect(all.out).toMatch(/^cancel_\w+ +running +0\/150 +150 to go +2026-11-21 12:00:00 UTC$/m)
    expect(none.out).toMatch(/^No bulk cancel is under way\. kiln cancel status --all lists/)
    expect((await kiln(['cancel', 'status', '--all'])).out).toMatch(/^cancel_\w+ +done/m)
    api.answers = { 'GET /v1/cancels': { cancels: [] } }
    expect((await kiln(['cancel', 'status', '--all'])).out).toMatch(/^There has been no bulk cancel/)
  })

  test('abort it, and tell one that is not there', async () => {
    api.answers = {
      [`POST /v1/cancels/${CANCEL_ID}/abort`]: aCancel('aborted', { left: 60 }, { abortedBy: 'ann' }),
      'GET /v1/cancels/x': { status: 404, body: problemOf('cancelUnknown', 'en') },
    }
    expect((await kiln(['cancel', 'abort', CANCEL_ID])).out).toContain('Aborted by ann.')
    expect((await kiln(['cancel', 'status', 'x'])).code).toBe(1)
  })
})
