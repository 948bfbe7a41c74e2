import { describe, expect, test } from '@jest/globals'
import { problemOf } from '@kiln/contract'
import type { Tools } from '../command.ts'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aPlan, aRequeue, aSystem, CAUSE, REQUEUE_ID } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'

const api = useAnsweringApi()
const kiln = (args: string[], person: Partial<Tools> = {}) =>
  runHere(args, { KILN_API_URL: api.url }, '', person)
const posts = () => api.asked.filter(({ line }) => line === 'POST /v1/requeues')
const saying = (answer: string | null) => {
  const asked: string[] = []
  return { asked, ask: async (question: string) => (asked.push(question), answer) }
}
/** A plan, then the requeue itself. */
const answering = (requeue: object, plan: object = aPlan()) => {
  api.answers = { 'POST /v1/requeues': [plan, requeue], 'GET /v1/system': aSystem() }
}

/** The limit that a person's yes to a plan comes to. */
async function agreed(plan: object, limit: string[] = []) {
  api.asked.length = 0
  answering(aRequeue('done'), plan)
  api.answers[`GET /v1/requeues/${REQUEUE_ID}`] = aRequeue('done')
  await kiln(['requeue', '--cause', CAUSE, ...limit], saying('y'))
  return (posts()[1]!.body as { limit?: number }).limit
}

describe('kiln requeue --plan', () => {
  test('says what may go, what may not and why, and what it costs beside the balance', async () => {
    answering({})
    const { code, out } = await kiln(['requeue', '--cause', CAUSE, '--limit', '200', '--plan'])
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}match +160$/m)
    expect(out).toMatch(/^ {2}can be run again +150$/m)
    expect(out).toMatch(/^ {2}cost now +1200 credits, 6 USD$/m)
    expect(out).toMatch(/^ {2}balance +5000 now, 3800 afterwards$/m)
    expect(out).toMatch(/^ {2}takes about +1 min 35 s$/m)
    expect(out).toMatch(
      /left as they are\n {2}10 {2}KIE did not say whether it charged\n--confirm-charge allows/,
    )
    expect(posts().map(({ body }) => body)).toEqual([{ filter: { cause: CAUSE }, limit: 200, dryRun: true }])
  })

  test('for programs has the balance beside it, and ends with 1 when nothing may go', async () => {
    answering({}, aPlan({ eligible: 0 }))
    const { code, out } = await kiln(['requeue', '--class', 'upstreamError', '--plan', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual({ ...aPlan({ eligible: 0 }), balance: 5_000 })
  })

  test('warns when the credits are not enough', async () => {
    answering({}, aPlan({ credits: { min: 4_000, max: 6_000 } }))
    expect((await kiln(['requeue', '--model', 'x', '--plan'])).out).toContain('the credits are not enough')
  })
})

describe('kiln requeue of many', () => {
  test('off a terminal needs --yes, and sends nothing without', async () => {
    answering(aRequeue('planned'))
    const { code, out, err } = await kiln(['requeue', '--cause', CAUSE])
    expect(code).toBe(2)
    expect(out).toContain('can be run again')
    expect(err).toMatch(/no terminal to ask on\.\nAdd --yes/)
    expect(posts()).toHaveLength(1)
  })

  test('asks on a terminal, and takes no for an answer', async () => {
    answering(aRequeue('planned'))
    const person = saying('nope')
    expect(await kiln(['requeue', '--cause', CAUSE], person)).toMatchObject({
      code: 1,
      err: 'Nothing was sent.\n',
    })
    expect(person.asked).toEqual(['Run 150 jobs again? [y/N] '])
    answering(aRequeue('planned'))
    expect((await kiln(['requeue', '--cause', CAUSE], saying(null))).code).toBe(1)
    expect(posts().every(({ body }) => (body as { dryRun?: boolean }).dryRun)).toBe(true)
  })

  test('begins with a yes, under one key, and is followed to its end', async () => {
    answering(aRequeue('planned', { left: 160 }))
    api.answers[`GET /v1/requeues/${REQUEUE_ID}`] = [
      aRequeue('canary', { left: 155, requeued: 5, outcomes: { succeeded: 2, open: 3 } }),
      aRequeue('done', {
        requeued: 140,
        adopted: 10,
        skipped: { chargeUnknown: 10 },
        outcomes: { succeeded: 140 },
      }),
    ]
    const args = ['requeue', '--cause', CAUSE, '--canary', '5', '--stop-after', '0', '--confirm-charge']
    const { code, out, err } = await kiln(args, saying('Y '))
    expect(code).toBe(0)
    expect(err).toMatch(/^2\/160 {2}canary {2}5 run again, 2 ok, 3 under way, 155 to go$/m)
    expect(out).toMatch(/^requeue_\w+ {2}done: over$/m)
    expect(out).toMatch(/^ {2}10 +adopted: KIE had their result$/m)
    expect(out).toMatch(/^ {2}10 +left as they are\n +10 {2}KIE did not say whether it charged$/m)
    const [, start] = posts()
    expect(start!.body).toEqual({
      filter: { cause: CAUSE },
      canary: 5,
      stopAfter: 0,
      confirmCharge: true,
      limit: 160,
    })
    expect(start!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('covers no more jobs than the plan that was agreed to, however many match by then', async () => {
    expect(await agreed(aPlan())).toBe(160)
    expect(await agreed(aPlan(), ['--limit', '7'])).toBe(7)
    // Nobody counted the rest, and whoever agreed knew.
    expect(await agreed(aPlan({ complete: false }))).toBeUndefined()
  })

  test('where nothing may go says what to type next, also beside a plan', async () => {
    const nothing = aPlan({ matching: 0, eligible: 0, notEligible: [] })
    for (const options of [['--plan'], ['--yes'], []]) {
      answering({}, nothing)
      const { code, err } = await kiln(['requeue', '--cause', CAUSE, ...options])
      expect([code, err]).toEqual([1, expect.stringContaining('kiln failures lists what failed')])
    }
  })

  test('that stops by itself says why, and ends with 1', async () => {
    const stopped = aRequeue(
      'stopped',
      { left: 155, requeued: 5, outcomes: { succeeded: 4, returned: 1 } },
      { why: 'canaryFailed' },
    )
    answering(aRequeue('planned'))
    api.answers[`GET /v1/requeues/${REQUEUE_ID}`] = stopped
    const { code, out } = await kiln(['requeue', '--cause', CAUSE, '--yes', '--wait'])
    expect(code).toBe(1)
    expect(out).toContain('1    came back: failed as before')
    expect(out).toContain('One of the first ones did not succeed; the rest was left alone.')
    expect(out).toContain(`kiln jobs --state failed --cause ${CAUSE}`)
  })

  test('with --json and --yes asks for no plan, and answers with the requeue under the given key', async () => {
    api.answers = { 'POST /v1/requeues': aRequeue('planned') }
    const { code, out } = await kiln(['requeue', '--batch', 'b', '--json', '--yes', '--key', 'mine'])
    expect([code, JSON.parse(out)]).toEqual([0, aRequeue('planned')])
    expect(posts().map(({ headers }) => headers['idempotency-key'])).toEqual(['mine'])
  })

  test('stopped by Ctrl-C goes on, and says how to look again', async () => {
    answering(aRequeue('planned'))
    api.answers[`GET /v1/requeues/${REQUEUE_ID}`] = aRequeue('running', { left: 9 })
    const stop = new AbortController()
    const run = await kiln(['requeue', '--cause', CAUSE, '--yes', '--wait'], {
      interrupted: () => stop.signal,
      err: async (text) => {
        if (text.includes('running')) stop.abort()
        told += text
        return true
      },
    })
    expect(run.code).toBe(130)
    expect(told).toContain(
      `${REQUEUE_ID} goes on without you.\nkiln requeue status ${REQUEUE_ID} looks again, kiln`,
    )
  })
  let told = ''

  test('says that it goes on where the key of whoever follows ends, and nothing of one that there is not', async () => {
    answering(aRequeue('planned'))
    api.answers[`GET /v1/requeues/${REQUEUE_ID}`] = [
      aRequeue('running', { left: 9 }),
      { status: 401, body: problemOf('keyRevoked', 'en') },
    ]
    const { code, err } = await kiln(['requeue', '--cause', CAUSE, '--yes', '--wait'])
    expect(code).toBe(2)
    expect(err).toMatch(
      new RegExp(
        `${REQUEUE_ID} goes on without you.\nkiln requeue status ${REQUEUE_ID} .*\nThe API refuses the key`,
      ),
    )
    api.answers['GET /v1/requeues/x'] = { status: 404, body: problemOf('requeueUnknown', 'en') }
    const unknown = await kiln(['requeue', 'status', 'x', '--wait'])
    expect(unknown.err).not.toContain('goes on')
  })

  test.each([
    [['requeue'], 'says which jobs: --cause'],
    [['requeue', 'job_1', '--cause', CAUSE, '--plan'], 'does not go with --cause, --plan.'],
    [['requeue', '--cause', CAUSE, '--attempt', '1'], '--attempt: only with the id of one job.'],
    [['requeue', '--class', 'bad luck'], '--class must be one of'],
    [
      ['requeue', '--cause', CAUSE, '--canary', 'five'],
      '--canary must be a whole number from 0, got "five".',
    ],
  ])('%j is answered with what is wrong, and asks nobody', async (args, fault) => {
    expect(await kiln(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
    expect(api.asked).toEqual([])
  })
})

describe('kiln requeue status and abort', () => {
  test('show one, all that are under way, and that there is none', async () => {
    api.answers = {
      [`GET /v1/requeues/${REQUEUE_ID}`]: aRequeue('running', {
        left: 60,
        requeued: 100,
        outcomes: { open: 20 },
      }),
      'GET /v1/requeues': [{ requeues: [aRequeue('canary', { left: 160 })] }, { requeues: [] }],
    }
    const [one, all, none] = [
      await kiln(['requeue', 'status', REQUEUE_ID]),
      await kiln(['requeue', 'status']),
      await kiln(['requeue', 'status']),
    ]
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining(`kiln requeue abort ${REQUEUE_ID}`) })
    expect(all.out).toMatch(/^requeue_\w+ +canary +0\/160 +160 to go +2026-11-21 12:00:00 UTC$/m)
    expect(none.out).toMatch(/^No bulk requeue is under way\. kiln requeue status --all lists/)
    const never = await kiln(['requeue', 'status', '--all'])
    expect(never.out).toMatch(/^There has been no bulk requeue/)
  })

  test('abort it, and tell one that is not there', async () => {
    api.answers = {
      [`POST /v1/requeues/${REQUEUE_ID}/abort`]: aRequeue('aborted', { left: 60 }, { abortedBy: 'ann' }),
      'GET /v1/requeues/x': { status: 404, body: problemOf('requeueUnknown', 'en') },
    }
    expect((await kiln(['requeue', 'abort', REQUEUE_ID])).out).toContain('Aborted by ann.')
    expect(await kiln(['requeue', 'status', 'x'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^No such bulk requeue\.\nCheck the id/),
    })
  })
})
