import { describe, expect, test } from '@jest/globals'
import type { SubmitClass } from '@kiln/lifecycle'
import type { Exchange } from '../exchange.ts'
import { answer } from '../testing/answers.ts'
import { readRecordings } from '../testing/recordings.ts'
import { classifySubmit } from './submit.ts'

const accepted = (taskId: unknown) => answer(200, { code: 200, msg: 'success', data: { taskId } })

const MESSAGES = {
  neutral: ['', 'Something went wrong', 'Server exception, please try again later'],
  credits: [
    'The current credits are insufficient. Please top up.',
    "Credits insufficient : Your current balance isn't enough to run this request. Please top up to continue.",
    'Insufficient credits',
    '余额不足，请充值',
  ],
  frequency: ['Your call frequency is too high. Please try again later.'],
  field: ['This field is required', 'prompt is required', 'image_urls cannot be empty', 'prompt 不能为空'],
} as const

type Row = Record<keyof typeof MESSAGES, SubmitClass>

/** KIE's envelope with this code and a message of this kind, but without a task. */
const REFUSALS: Record<number, Row> = {
  200: { neutral: 'unknown', credits: 'noCredits', frequency: 'unknown', field: 'unknown' },
  400: { neutral: 'invalidInput', credits: 'noCredits', frequency: 'rateLimited', field: 'invalidInput' },
  401: { neutral: 'unauthorized', credits: 'noCredits', frequency: 'unauthorized', field: 'unauthorized' },
  402: { neutral: 'noCredits', credits: 'noCredits', frequency: 'rateLimited', field: 'noCredits' },
  403: { neutral: 'unauthorized', credits: 'noCredits', frequency: 'unauthorized', field: 'unauthorized' },
  404: { neutral: 'notFound', credits: 'noCredits', frequency: 'rateLimited', field: 'notFound' },
  405: { neutral: 'rateLimited', credits: 'noCredits', frequency: 'rateLimited', field: 'rateLimited' },
  408: {
    neutral: 'upstreamTimeout',
    credits: 'noCredits',
    frequency: 'rateLimited',
    field: 'upstreamTimeout',
  },
  413: { neutral: 'invalidInput', credits: 'noCredits', frequency: 'rateLimited', field: 'invalidInput' },
  422: { neutral: 'invalidInput', credits: 'noCredits', frequency: 'rateLimited', field: 'invalidInput' },
  429: { neutral: 'rateLimited', credits: 'noCredits', frequency: 'rateLimited', field: 'rateLimited' },
  430: { neutral: 'rateLimited', credits: 'noCredits', frequency: 'rateLimited', field: 'rateLimited' },
  433: { neutral: 'noCredits', credits: 'noCredits', frequency: 'noCredits', field: 'noCredits' },
  451: {
    neutral: 'inputUnreachable',
    credits: 'noCredits',
    frequency: 'rateLimited',
    field: 'inputUnreachable',
  },
  455: { neutral: 'maintenance', credits: 'noCredits', frequency: 'maintenance', field: 'maintenance' },
  500: { neutral: 'upstreamError', credits: 'noCredits', frequency: 'rateLimited', field: 'invalidInput' },
  501: { neutral: 'generationFailed', credits: 'noCredits', frequency: 'rateLimited', field: 'invalidInput' },
  505: { neutral: 'disabled', credits: 'noCredits', frequency: 'disabled', field: 'disabled' },
  531: {
    neutral: 'generationFailed',
    credits: 'noCredits',
    frequency: 'rateLimited',
    field: 'generationFailed',
  },
  // No code of the table: only the account's own complaints are believed.
  418: { neutral: 'unknown', credits: 'noCredits', frequency: 'rateLimited', field: 'unknown' },
  502: { neutral: 'unknown', credits: 'noCredits', frequency: 'rateLimited', field: 'unknown' },
  503: { neutral: 'unknown', credits: 'noCredits', frequency: 'rateLimited', field: 'unknown' },
  524: { neutral: 'unknown', credits: 'noCredits', frequency: 'rateLimited', field: 'unknown' },
}

const CARRIERS: Record<string, (code: number, msg: string) => Exchange> = {
  'HTTP 200 with the code in the body': (code, msg) => answer(200, { code, msg, data: null }),
  'HTTP 201 with the code as text': (code, msg) => answer(201, { code: String(code), msg }),
  'message instead of msg': (code, message) => answer(200, { code, message, data: {} }),
  'the same HTTP status': (code, msg) => answer(code, { code, msg, data: null }),
  'an HTTP status that overrules the code': (code, msg) => answer(code, { code: 599, msg, data: null }),
}

const refusalCases = Object.entries(REFUSALS).flatMap(([code, row]) =>
  Object.entries(MESSAGES).flatMap(([kind, messages]) =>
    messages.flatMap((msg) =>
      Object.entries(CARRIERS)
        .filter(([carrier]) => code !== '200' || !carrier.includes('HTTP status'))
        .map(([carrier, carry]) => ({
          code,
          msg,
          carrier,
          exchange: carry(Number(code), msg),
          expected: row[kind as keyof Row],
        })),
    ),
  ),
)

describe('a refusal in an envelope', () => {
  test.each(refusalCases)('$code "$msg", $carrier, is $expected', ({ exchange, expected, code }) => {
    const outcome = classifySubmit(exchange)
    expect(outcome.class).toBe(expected)
    expect(outcome).toMatchObject({ words: { code } })
  })

  test('hands Retry-After on', () => {
    const body = { code: 429, msg: 'Your call frequency is too high. Please try again later.' }
    expect(classifySubmit(answer(200, body, 3_000))).toMatchObject({
      class: 'rateLimited',
      retryAfterMs: 3_000,
    })
    expect(classifySubmit(answer(429, body))).toMatchObject({ class: 'rateLimited', retryAfterMs: null })
  })

  test('"Invalid API key" under 401 is no invalid input', () => {
    expect(classifySubmit(answer(200, { code: 401, msg: 'Invalid API key' })).class).toBe('unauthorized')
  })
})

describe('an answer without an envelope', () => {
  const EDGE = [300, 301, 302, 303, 304, 307, 308, 399, 403, 404, 405]
  const UNKNOWN = [
    200, 201, 204, 400, 401, 402, 408, 413, 422, 429, 451, 455, 500, 501, 502, 503, 504, 505, 520, 524,
  ]
  const BODIES: Record<string, string | null> = {
    nothing: '',
    'no readable body': null,
    HTML: '<html><body>error code: 1010</body></html>',
    'truncated JSON': '{"code":429,"msg":"Your call frequency is too hi',
    'two envelopes': '{"code":429}{"code":429}',
    'a list': '[{"code":429}]',
    'a number': '429',
    null: 'null',
    'a text': '"code 429"',
    'an object without a code': '{"status":404,"error":"Not Found"}',
    'an unreadable code': '{"code":"429 ","msg":"x"}',
    'a null code': '{"code":null}',
    'a list as the code': '{"code":[429]}',
  }
  const cases = (statuses: number[]) =>
    statuses.flatMap((status) => Object.entries(BODIES).map(([what, body]) => ({ status, what, body })))

  test.each(cases(EDGE))('HTTP $status with $what is of the edge', ({ status, body }) => {
    expect(classifySubmit(answer(status, body)).class).toBe('edge')
  })

  test.each(cases(UNKNOWN))('HTTP $status with $what is unknown', ({ status, body }) => {
    expect(classifySubmit(answer(status, body))).toMatchObject({
      class: 'unknown',
      words: { code: String(status) },
    })
  })
})

describe('a task id', () => {
  test.each(['e989621f54392584b05867f87b160672', 't', 'task_market-1.2:3/4', 'x'.repeat(200)])(
    '%s is accepted',
    (taskId) => {
      expect(classifySubmit(accepted(taskId))).toEqual({ class: 'accepted', taskId })
    },
  )

  test.each(
    [
      [
        '',
        null,
        undefined,
        5,
        true,
        {},
        [],
        ['t'],
        'x'.repeat(201),
        'a b',
        'a|b',
        'a\nb',
        'a\u0000',
        'ä',
        ' t',
        '\u202Et',
      ],
    ]
      .flat()
      .map((taskId) => [taskId]),
  )('%j leaves the outcome unknown', (taskId) => {
    expect(classifySubmit(accepted(taskId)).class).toBe('unknown')
  })

  test.each([null, undefined, [], 'e9896', 7, { recordId: 'e9896' }])(
    'data %j leaves the outcome unknown',
    (data) => {
      expect(classifySubmit(answer(200, { code: 200, msg: 'success', data })).class).toBe('unknown')
    },
  )

  test('outweighs whatever the message says', () => {
    const body = { code: 200, msg: 'Credits insufficient', data: { taskId: 't-1' } }
    expect(classifySubmit(answer(200, body))).toEqual({ class: 'accepted', taskId: 't-1' })
  })

  test.each(Object.keys(REFUSALS).filter((code) => code !== '200'))(
    'beside the refusal %s makes the outcome unknown: the task may be paid',
    (code) => {
      const body = { code: Number(code), msg: 'This field is required', data: { taskId: 't-1' } }
      expect(classifySubmit(answer(200, body)).class).toBe('unknown')
      expect(classifySubmit(answer(Number(code), body)).class).toBe('unknown')
    },
  )

  test.each([302, 400, 402, 403, 404, 405, 429, 500, 503])(
    'a success in the body of an HTTP %i is unknown, with a task and without',
    (status) => {
      for (const data of [{ taskId: 't-1' }, null]) {
        expect(classifySubmit(answer(status, { code: 200, msg: 'success', data })).class).toBe('unknown')
      }
    },
  )
})

describe('no answer', () => {
  const cause = { code: 'ECONNRESET', message: 'read ECONNRESET' }

  test('before the first byte is notSent', () => {
    expect(classifySubmit({ phase: 'connect', cause })).toEqual({ class: 'notSent', words: cause })
  })

  test('after it is unknown, whatever the cause', () => {
    for (const code of ['ECONNRESET', 'ETIMEDOUT', 'ECONNREFUSED', 'ENOTFOUND', 'EPIPE']) {
      expect(classifySubmit({ phase: 'wire', cause: { ...cause, code } }).class).toBe('unknown')
    }
  })
})

describe('recorded exchanges', () => {
  test.each(readRecordings().tasks)('$case is accepted', ({ createTask, httpStatus }) => {
    expect(classifySubmit(answer(httpStatus, createTask))).toEqual({
      class: 'accepted',
      taskId: createTask.data.taskId,
    })
  })

  test.each(readRecordings().other)(
    '$method $path is never taken for an accepted task',
    ({ body, httpStatus }) => {
      expect(['unknown', 'invalidInput']).toContain(classifySubmit(answer(httpStatus, body)).class)
    },
  )
})
