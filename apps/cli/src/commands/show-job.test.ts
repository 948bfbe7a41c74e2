import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { problemOf, type JobView, type TimelineView } from '@kiln/contract'
import { runHere } from '../testing/run-here.ts'

const ID = 'job_0123456789abcdef01234567'
const AT = '2026-11-21T12:00:00.000Z'
const JOB: JobView = {
  id: ID,
  customId: 'shot-7',
  batchId: null,
  model: 'nano-banana-2',
  state: 'failed',
  waitingFor: null,
  input: { prompt: 'a fox' },
  taskId: 't1',
  attempts: 1,
  polls: 3,
  cancelRequestedAt: null,
  createdAt: AT,
  submittedAt: AT,
  expectedAt: null,
  finishedAt: AT,
  result: null,
  failure: {
    class: 'generationFailed',
    code: '501',
    message: 'it broke \u001b[31m',
    charged: 'yes',
    advice: 'Try again.',
    cause: 'cause_0123456789abcdef',
  },
  parked: null,
  credits: { quoted: { min: 8, max: 12 }, charged: 8 },
  links: {
    self: `/v1/jobs/${ID}`,
    events: `/v1/jobs/${ID}/events`,
    receipt: `/v1/jobs/${ID}/receipt`,
    cancel: `/v1/jobs/${ID}/cancel`,
  },
}
const TIMELINE: TimelineView = {
  id: ID,
  events: [
    {
      at: AT,
      event: 'bound',
      from: 'submitting',
      to: 'running',
      attempt: 1,
      detail: { call: 'createTask', http: 200, taskId: 't1', ms: 312 },
    },
  ],
}

let server: Server
let api: string
let folder: string
const asked: IncomingMessage[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-cli-'))
  server = createServer((request, response) => {
    asked.push(request)
    const [path = '', query = ''] = request.url!.split('?')
    const isJson = query.includes('format=json')
    const answers: Record<string, string> = {
      [JOB.links.self]: JSON.stringify(JOB),
      [JOB.links.events]: JSON.stringify(TIMELINE),
      [JOB.links.receipt]: isJson ? '{"madeAt":"now"}' : '<!doctype html>the receipt',
    }
    const answer = answers[path]
    response.writeHead(answer === undefined ? 404 : 200)
    response.end(answer ?? JSON.stringify(problemOf('jobUnknown', 'en')))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

const kiln = (...args: string[]) => runHere(['job', ...args], { KILN_API_URL: api, KILN_API_KEY: 'a-key' })

describe('kiln job', () => {
  test('tells what became of a job and what it cost, with its timeline and the way to its receipt', async () => {
    const { code, out } = await kiln(ID)
    expect(code).toBe(0)
    expect(out).toMatch(/^job_\w+ {2}failed: KIE or validation said so$/m)
    expect(out).toMatch(/^ {2}credits +quoted 8-12, charged 8$/m)
    expect(out).toMatch(/^ {2}failure +generationFailed \(501\): it broke \ufffd\[31m$/m)
    expect(out).toContain(`${api}/v1/jobs/${ID}/receipt`)
    expect(out).toMatch(
      /2026-11-21 12:00:00\.000 .* → running +attempt 1 · call createTask · HTTP 200 · KIE task t1/,
    )
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer a-key')
  })

  test('answers programs with the job and its timeline in one', async () => {
    expect(JSON.parse((await kiln(ID, '--json')).out)).toEqual({ ...JOB, timeline: TIMELINE.events })
  })

  test.each([
    ['ru', 'оценка 8-12, списано 8', 'задача KIE t1'],
    ['zh', '报价 8-12，已扣 8', 'KIE 任务 t1'],
  ])('speaks %s, and asks the API to', async (language, ...words) => {
    const { out } = await kiln(ID, '--lang', language)
    for (const word of words) expect(out).toContain(word)
    expect(asked.at(-1)?.headers['accept-language']).toBe(language)
  })

  test('writes the receipt to a file or to standard output, without the input if asked', async () => {
    const path = join(folder, 'receipt.html')
    const [shown, written] = [
      await kiln(ID, '--receipt'),
      await kiln(ID, '--receipt', '--hide-input', '--out', path),
    ]
    expect(shown).toMatchObject({ code: 0, out: '<!doctype html>the receipt' })
    expect(written).toMatchObject({ code: 0, out: '', err: `The receipt is in ${path}.\n` })
    expect(await readFile(path, 'utf8')).toBe(shown.out)
    expect(asked.at(-1)?.url).toBe(`/v1/jobs/${ID}/receipt?format=html&input=hidden`)
    expect((await kiln(ID, '--receipt', '--json')).out).toBe('{\n  "madeAt": "now"\n}\n')
    expect(asked.at(-1)?.url).toBe(`/v1/jobs/${ID}/receipt?format=json`)
  })

  test('says what is wrong: an unknown job, a folder that is not there, options without a receipt', async () => {
    expect(await kiln('job_x')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^No such job\.\nkiln jobs lists yours/),
    })
    const nowhere = join(folder, 'no', 'receipt.html')
    expect(await kiln(ID, '--receipt', '--out', nowhere)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${nowhere} cannot be written (ENOENT).`),
    })
    expect(await kiln(ID, '--out', nowhere)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--receipt'),
    })
    expect(await runHere(['job', ID])).toMatchObject({
      code: 2,
      err: expect.stringContaining('KILN_API_URL'),
    })
  })
})
