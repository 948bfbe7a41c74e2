import { describe, expect, test } from '@jest/globals'
import type { ReadClass } from '@kiln/lifecycle'
import type { Exchange } from '../exchange.ts'
import { answer, recordAnswer, TASK_ID } from '../testing/answers.ts'
import { readRecordings } from '../testing/recordings.ts'
import { classifyRead } from './read.ts'

const URL_A = 'https://tempfile.example/a.png'

const read = (exchange: Exchange) => classifyRead(exchange, TASK_ID)

describe('an envelope without a record', () => {
  const CLASSES: Record<number, ReadClass> = {
    400: 'unreadable',
    401: 'unauthorized',
    402: 'noCredits',
    403: 'unauthorized',
    404: 'taskUnknown',
    405: 'unreadable',
    408: 'unreadable',
    413: 'unreadable',
    422: 'unreadable',
    429: 'rateLimited',
    430: 'rateLimited',
    433: 'noCredits',
    451: 'unreadable',
    455: 'maintenance',
    500: 'unreadable',
    501: 'unreadable',
    502: 'unreadable',
    505: 'unreadable',
    531: 'unreadable',
    999: 'unreadable',
  }
  const cases = Object.entries(CLASSES).flatMap(([code, expected]) => [
    {
      how: 'in the body',
      code,
      expected,
      exchange: answer(200, { code: Number(code), msg: 'm', data: null }),
    },
    { how: 'as text', code, expected, exchange: answer(200, { code, message: 'm' }) },
    {
      how: 'as HTTP status',
      code,
      expected,
      exchange: answer(Number(code), { code: Number(code), msg: 'm' }),
    },
    {
      how: 'as HTTP status over 200',
      code,
      expected,
      exchange: answer(Number(code), { code: 200, msg: 'm' }),
    },
  ])

  test.each(cases)('$code $how is $expected', ({ exchange, expected, code }) => {
    expect(read(exchange)).toMatchObject({ class: expected, words: { code } })
  })

  test('carries no verdict even when a record is in it', () => {
    for (const code of Object.keys(CLASSES).map(Number)) {
      const data = { taskId: TASK_ID, state: 'success', resultJson: { resultUrls: [URL_A] } }
      expect(read(answer(200, { code, msg: 'm', data })).class).toBe(CLASSES[code])
    }
  })

  test.each(['recordInfo is null', 'RecordInfo is null.', ' record info is null '])(
    '422 "%s" is a task that KIE does not know',
    (msg) => {
      expect(read(answer(200, { code: 422, msg, data: null }))).toMatchObject({ class: 'taskUnknown' })
      expect(read(answer(422, { code: 422, msg, data: null }))).toMatchObject({ class: 'taskUnknown' })
    },
  )

  test.each(['recordInfo is null for prompt x', 'the recordInfo is null', 'taskId is required'])(
    '422 "%s" is not',
    (msg) => {
      expect(read(answer(200, { code: 422, msg, data: null })).class).toBe('unreadable')
    },
  )

  test('hands Retry-After on', () => {
    expect(read(answer(200, { code: 429, msg: 'm' }, 4_000))).toMatchObject({ retryAfterMs: 4_000 })
  })
})

describe("an answer that is not KIE's", () => {
  const bodies = [
    null,
    '',
    '<html>',
    '{"code":200,"data":{"taskId":',
    '[]',
    '7',
    'null',
    '{}',
    '{"status":404}',
  ]
  const statuses = [200, 204, 301, 400, 401, 402, 403, 404, 422, 455, 500, 502, 503, 524]
  const cases = statuses.flatMap((status) => bodies.map((body) => ({ status, body })))

  test.each(cases)('HTTP $status with body $body is unreadable', ({ status, body }) => {
    expect(read(answer(status, body)).class).toBe('unreadable')
  })

  test('HTTP 429 slows reads down whoever sent it', () => {
    expect(read(answer(429, '<html>', 9_000))).toMatchObject({ class: 'rateLimited', retryAfterMs: 9_000 })
  })

  test.each(['connect', 'wire'] as const)('no answer, phase %s, is unreadable', (phase) => {
    const cause = { code: 'ECONNRESET', message: 'read ECONNRESET' }
    expect(read({ phase, cause })).toEqual({ class: 'unreadable', words: cause })
  })
})

describe('a record', () => {
  test.each([
    'waiting',
    'queuing',
    'generating',
    'queueing',
    'paused',
    'SUCCESS',
    'succeeded',
    'Fail',
    'failed',
    '成功',
  ])('with the state %s is pending', (state) => {
    const data = { state, resultJson: { resultUrls: [URL_A] }, failCode: '500', creditsConsumed: 3 }
    expect(read(recordAnswer(data))).toEqual({ class: 'pending' })
  })

  test.each([['', null, 1, true, {}, ['success'], undefined].map((state) => [state])].flat())(
    'with the state %j is unreadable',
    (state) => {
      expect(read(recordAnswer({ state })).class).toBe('unreadable')
    },
  )

  test.each(['another-task', '', null, 5, undefined, TASK_ID.toUpperCase(), `${TASK_ID} `])(
    'of the task %j is unreadable',
    (taskId) => {
      for (const state of ['success', 'fail', 'waiting']) {
        const data = { taskId, state, resultJson: { resultUrls: [URL_A] } }
        expect(read(recordAnswer(data)).class).toBe('unreadable')
      }
    },
  )

  test.each([null, [], 'text', 3, undefined])('that is %j is unreadable', (data) => {
    expect(read(answer(200, { code: 200, msg: 'success', data })).class).toBe('unreadable')
  })
})

describe('recorded exchanges', () => {
  const { tasks } = readRecordings()
  const pending = tasks.flatMap((task) =>
    task.pendingRecord ? [{ ...task, answered: task.pendingRecord }] : [],
  )
  const ended = tasks.flatMap((task) => (task.finalRecord ? [{ ...task, answered: task.finalRecord }] : []))

  test('there are some of both', () => {
    expect([pending.length, ended.length]).toEqual([20, 15])
  })

  test.each(pending)('$case is pending', ({ createTask, httpStatus, answered }) => {
    const taskId = String(createTask.data.taskId)
    expect(classifyRead(answer(httpStatus, answered), taskId)).toEqual({ class: 'pending' })
  })

  test.each(ended)('$case succeeded', ({ createTask, httpStatus, answered }) => {
    const outcome = classifyRead(answer(httpStatus, answered), String(createTask.data.taskId))
    const { resultUrls } = JSON.parse(String(answered.data.resultJson)) as { resultUrls: string[] }
    expect(outcome).toEqual({ class: 'succeeded', result: { urls: resultUrls }, creditsConsumed: null })
  })

  test.each(ended)('$case is no verdict on another task', ({ httpStatus, answered }) => {
    expect(classifyRead(answer(httpStatus, answered), TASK_ID).class).toBe('unreadable')
  })
})
