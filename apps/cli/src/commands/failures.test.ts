import { describe, expect, test } from '@jest/globals'
import { useAnsweringApi } from '../testing/answering-api.ts'
import { aFailedJob, aGroup, CAUSE } from '../testing/operating-views.ts'
import { runHere } from '../testing/run-here.ts'

const api = useAnsweringApi()
const kiln = (...args: string[]) => runHere(args, { KILN_API_URL: api.url })
const other = aGroup({
  cause: 'cause_0000000000000000',
  message: '',
  code: '',
  model: '',
  samples: [],
  count: 3,
})

describe('kiln failures', () => {
  test('shows each group in a row, with its trend, and what to type next', async () => {
    api.answers = {
      'GET /v1/failures': [
        { failures: [aGroup()], nextCursor: '7' },
        { failures: [other], nextCursor: null },
      ],
    }
    const { code, out } = await kiln(
      'failures',
      '--class',
      'upstreamError',
      '--since',
      '2026-11-21T11:00:00Z',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^GROUP +COUNT +LAST 24 H +FIRST +LAST +LOST +FAULT +CLASS +MODEL +MESSAGE$/m)
    expect(out).toMatch(
      new RegExp(
        `^${CAUSE} +160 +·{22}▃█ +11-21 11:02 +11-21 12:00 +24 +KIE +upstreamError +nano-banana-2 +internal`,
        'm',
      ),
    )
    expect(out).toMatch(/^cause_0+ .*further causes of this class$/m)
    expect(out).toMatch(new RegExp(`^kiln failures ${CAUSE} +samples, advice`, 'm'))
    expect(api.asked[0]!.line).toBe(
      'GET /v1/failures?class=upstreamError&since=2026-11-21T11%3A00%3A00.000Z&limit=200&order=biggest',
    )
    expect(api.asked).toHaveLength(2)
  })

  test('of which there are none says so cheerfully', async () => {
    api.answers = { 'GET /v1/failures': { failures: [], nextCursor: null } }
    expect(await kiln('failures')).toMatchObject({ code: 0, out: 'Nothing has failed. All is well.\n' })
    expect((await kiln('failures', '--model', 'x')).out).toContain('No failure fits.')
    expect(JSON.parse((await kiln('failures', '--json')).out)).toEqual({ failures: [] })
  })

  test('with a group shows samples, advice, and the next command', async () => {
    api.answers = { 'GET /v1/failures': { failures: [other, aGroup()], nextCursor: null } }
    const { code, out } = await kiln('failures', CAUSE, '--batch', 'batch_1')
    expect(code).toBe(0)
    expect(out).toMatch(/^ {2}what to do +Run it again later\.$/m)
    expect(out).toMatch(/^ {2}samples +job_6a5a9f38d38b8ee4f3e37edd\n {2,}job_6a5a9f38d38b8ee4f3e37ede$/m)
    expect(out).toContain(`kiln requeue --cause ${CAUSE} --batch batch_1 --plan`)
    expect(JSON.parse((await kiln('failures', CAUSE, '--json')).out)).toEqual(aGroup())
  })

  test('with a group that is not there ends with 1', async () => {
    api.answers = { 'GET /v1/failures': { failures: [], nextCursor: null } }
    expect(await kiln('failures', 'cause_x')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/"cause_x"\.\nkiln/),
    })
  })

  test.each([
    [['failures', '--class', 'bad luck'], '--class must be one of'],
    [['failures', '--since', 'lately'], '--since must be a time such as'],
    [['failures', '--until', '12'], '--until must be a time such as'],
    [['jobs', '--limit', '0'], '--limit must be a whole number from 1, got "0".'],
    [['jobs', '--state', 'gone'], '--state must be one of'],
  ])('%j is answered with what is wrong, and asks nobody', async (args, fault) => {
    expect(await kiln(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
    expect(api.asked).toEqual([])
  })
})

const page = (from: number, count: number, nextCursor: string | null) => ({
  jobs: Array.from({ length: count }, (_, n) => aFailedJob({ customId: `shot-${from + n}` })),
  nextCursor,
})

describe('kiln jobs', () => {
  test('lists what fits, over pages, and says when there is more', async () => {
    api.answers = { 'GET /v1/jobs': [page(0, 2, '9'), page(2, 0, '8'), page(2, 2, '7')] }
    const { code, out, err } = await kiln(
      'jobs',
      '--limit',
      '3',
      '--custom-id',
      'x',
      '--failure',
      'upstreamError',
    )
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n')).toHaveLength(4)
    expect(out).toMatch(
      /^job_\w+ +failed +nano-banana-2 +11-21 12:00 +0 +shot-0 +upstreamError \(500\): internal error$/m,
    )
    expect(err).toContain('--all up to 10000')
    expect(api.asked[0]!.line).toBe('GET /v1/jobs?failure=upstreamError&customId=x&limit=4')
  })

  test('of which there are none says so', async () => {
    api.answers = { 'GET /v1/jobs': { jobs: [], nextCursor: null } }
    expect(await kiln('jobs', '--all')).toMatchObject({ code: 0, out: 'There is no such job.\n', err: '' })
    expect(JSON.parse((await kiln('jobs', '--json')).out)).toEqual({ jobs: [] })
  })

  test('with --all ends at ten thousand', async () => {
    api.answers = { 'GET /v1/jobs': page(0, 200, '9') }
    const { out, err } = await kiln('jobs', '--all', '--json')
    expect(JSON.parse(out).jobs).toHaveLength(10_000)
    expect(err).toContain('more than 10000')
    expect(api.asked.length).toBeLessThanOrEqual(51)
  })
})
