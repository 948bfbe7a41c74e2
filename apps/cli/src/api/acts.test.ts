import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { problemOf, type JobView, type Problem } from '@kiln/contract'
import { runHere } from '../testing/run-here.ts'
import { useJobFiles } from '../testing/job-files.ts'

const ID = 'job_6a5a9f38d38b8ee4f3e37edd'
const NOON = '2026-11-21T12:00:00.000Z'
const JOB: JobView = {
  id: ID,
  customId: null,
  batchId: null,
  model: 'nano-banana-2',
  state: 'queued',
  waitingFor: null,
  input: { prompt: 'a fox' },
  taskId: null,
  attempts: 1,
  polls: 2,
  cancelRequestedAt: null,
  createdAt: NOON,
  submittedAt: null,
  expectedAt: null,
  finishedAt: null,
  result: null,
  failure: null,
  parked: null,
  credits: { quoted: { min: 8, max: 8 }, charged: null },
  links: { self: '', events: '', receipt: '', cancel: '' },
}
const parked = (n: number): JobView => ({
  ...JOB,
  id: `${ID.slice(0, -1)}${n}`,
  state: 'parked',
  parked: {
    reason: 'noAnswer',
    since: NOON,
    advice: 'Look in the log.',
    fault: null,
    evidence: {
      lastSignAt: NOON,
      silentSeconds: 600,
      callbackHealth: 0.75,
      lastCallbackAt: null,
      attempts: 1,
      reads: 0,
      creditsAtStake: 8,
    },
  },
})

const files = useJobFiles()
let server: Server
let api: string
let answer: { status: number; body: unknown }
const asked: { line: string; headers: Record<string, unknown>; body: unknown }[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      const line = `${request.method} ${request.url}`
      asked.push({ line, headers: request.headers, body: text === '' ? null : JSON.parse(text) })
      const isPage = request.url?.startsWith('/v1/jobs?') === true
      const page = request.url?.includes('cursor=7')
        ? { jobs: [parked(2)], nextCursor: null }
        : { jobs: [parked(1)], nextCursor: '7' }
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isPage && answer.status === 200 ? page : answer.body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
beforeEach(() => {
  asked.length = 0
  answer = { status: 200, body: { ...JOB, outcome: 'requeued', warnings: [] } }
})

const kiln = (...args: string[]) => runHere(args, { KILN_API_URL: api, KILN_API_KEY: 'a-key' })
const refuse = (problem: Problem) => {
  answer = { status: problem.status, body: problem }
}

describe('kiln requeue', () => {
  test('asks for what was typed, and tells what it came to', async () => {
    const path = join(files.folder, 'input.json')
    await writeFile(path, '{"prompt": "two foxes"}')
    const run = await kiln('requeue', ID, '--attempt', '1', '--confirm-charge', '--input', path)
    expect(run).toEqual({ code: 0, out: `A new attempt of ${ID} waits for its turn.\n`, err: '' })
    expect(asked).toMatchObject([
      {
        line: `POST /v1/jobs/${ID}/requeue`,
        headers: { authorization: 'Bearer a-key', 'accept-language': 'en' },
        body: { confirmCharge: true, attempt: 1, input: { prompt: 'two foxes' } },
      },
    ])
  })

  test.each([
    ['adopted', /has the result that KIE had all along/],
    ['resumed', /still runs and is watched again/],
  ])('tells that the job was %s', async (outcome, told) => {
    answer.body = { ...JOB, outcome, warnings: [] }
    expect((await kiln('requeue', ID)).out).toMatch(told)
  })

  test('without a confirmation that is needed tells why, and ends with 1', async () => {
    const confirm = {
      why: 'kieSilent' as const,
      credits: { min: 8, max: 8 },
      mayHaveCost: 8,
      evidence: { attempts: 1, taskId: 'task-1', kieSays: 'KIE answered 500: no' },
    }
    refuse(problemOf('confirmChargeNeeded', 'en', 'It may still run.', undefined, { confirm }))
    const [run, json] = [await kiln('requeue', ID), await kiln('requeue', ID, '--json')]
    expect(run).toMatchObject({ code: 1, out: '' })
    expect(run.err).toContain('task task-1, KIE: KIE answered 500: no')
    expect(run.err).toContain('\nRepeat with --confirm-charge')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ code: 'confirmChargeNeeded', confirm: { why: 'kieSilent' } })
  })

  test.each([
    [['requeue', ID, '--attempt', 'one'], '--attempt must be the number of an attempt, got "one".'],
    [['requeue', ID, '--input', '/no/such/file'], '/no/such/file does not exist.'],
    [['requeue', ID, '--input', '-'], 'standard input is not readable JSON.'],
  ])('%j is answered with what is wrong, and asks nobody', async (args, fault) => {
    const run = await kiln(...args)
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
    expect(asked).toEqual([])
  })
})

describe('the other acts', () => {
  test('bind and write off tell the job as it is now', async () => {
    answer.body = { ...JOB, state: 'running', taskId: 'task-1' }
    expect((await kiln('bind', ID, 'task-1')).out).toBe(`${ID} has its task, and is running.\n`)
    expect((await kiln('write-off', ID)).out).toBe(`${ID} is written off.\n`)
    expect(JSON.parse((await kiln('write-off', ID, '--json')).out)).toEqual(answer.body)
    expect(asked.map(({ line, body }) => [line, body])).toEqual([
      [`POST /v1/jobs/${ID}/bind`, { taskId: 'task-1' }],
      [`POST /v1/jobs/${ID}/write-off`, null],
      [`POST /v1/jobs/${ID}/write-off`, null],
    ])
  })

  test('end with 1 when refused, with 2 when nobody could be asked', async () => {
    refuse(problemOf('notParked', 'en', 'The job is running.'))
    expect(await kiln('write-off', ID)).toMatchObject({ code: 1, err: expect.stringContaining('is running') })
    refuse(problemOf('kieNotAsked', 'en', 'No key.\u001b[2J'))
    expect(await kiln('bind', ID, 'x')).toMatchObject({ code: 2, err: expect.stringContaining('No key.') })
    expect((await kiln('bind', ID, 'x')).err).not.toContain('\u001b[2J')
    // A program reads why, too.
    expect(JSON.parse((await kiln('bind', ID, 'x', '--json')).out)).toMatchObject({ code: 'kieNotAsked' })
    refuse(problemOf('scopeMissing', 'en'))
    expect(await kiln('bind', ID, 'x')).toMatchObject({ code: 2, err: expect.stringContaining('operate') })
    answer = { status: 200, body: { hello: 'world' } }
    expect(await kiln('bind', ID, 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no kiln API'),
    })
  })

  test('never lead to another path than that of the job', async () => {
    await kiln('write-off', '../system/pause?x=')
    expect(asked[0]!.line).toBe('POST /v1/jobs/..%2Fsystem%2Fpause%3Fx%3D/write-off')
  })
})

describe('kiln parked', () => {
  test('lists every page, with what is known and what to do', async () => {
    const [table, json] = [await kiln('parked'), await kiln('parked', '--json')]
    expect(table.code).toBe(0)
    expect(table.out).toMatch(/^ID +MODEL +REASON +SINCE +KNOWN$/m)
    expect(table.out).toMatch(
      /ed1 +nano-banana-2 +noAnswer +\S+ +1 attempt; silent for 10 min; 75 % of callbacks come; at stake: 8 credits/,
    )
    expect(table.out).toMatch(/What to do\nnoAnswer {2}Look in the log\.\n$/)
    expect(JSON.parse(json.out).jobs).toHaveLength(2)
  })

  test.each(['ru', 'zh'] as const)('and all acts speak %s', async (lang) => {
    const script = lang === 'ru' ? /[а-яё]/ : /\p{Script=Han}/u
    const good = [await kiln('parked', '--lang', lang), await kiln('requeue', ID, '--lang', lang)]
    answer.body = JOB
    good.push(await kiln('bind', ID, 'x', '--lang', lang), await kiln('write-off', ID, '--lang', lang))
    for (const { code, out } of good) expect([code, script.test(out)]).toEqual([0, true])
    expect(asked.at(-1)!.headers['accept-language']).toBe(lang)
  })
})
