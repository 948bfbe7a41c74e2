import { describe, expect, test } from '@jest/globals'
import { tellCallback, tellExchange } from './told.ts'

const answer = (body: unknown, httpStatus = 200) =>
  tellExchange({ phase: 'answer', httpStatus, body: JSON.stringify(body), retryAfterMs: null })
const TOKEN = 'job_0123456789abcdef01234567-1-Ab3-_xyz0123456789ABCD'

describe('what a timeline is told of a call', () => {
  test('is HTTP’s status, KIE’s code and message, and of a record its state and times', () => {
    const data = { taskId: 't1', state: 'generating', createTime: 5, completeTime: null, param: 'a prompt' }
    expect(answer({ code: 200, msg: 'success', data })).toEqual({
      http: 200,
      code: '200',
      message: 'success',
      state: 'generating',
      kieCreatedAt: 5,
    })
  })

  test('is the cause where nothing came back, and the status where KIE did not speak', () => {
    const cause = { code: 'ECONNRESET', message: 'socket hang up' }
    expect(tellExchange({ phase: 'wire', cause })).toEqual({ code: 'ECONNRESET', message: 'socket hang up' })
    expect(answer('<html>', 502)).toMatchObject({ http: 502, code: '502' })
  })

  test.each([
    [
      'quoted',
      `cannot reach https://kiln.example/callbacks/kie/${TOKEN}, gave up`,
      'cannot reach [callback] gave up',
    ],
    ['with its slashes escaped', `"https:\\/\\/kiln.example\\/callbacks\\/kie\\/${TOKEN}"`, '"[callback]"'],
    ['without its host', `bad token ${TOKEN}!`, 'bad token [callback]!'],
    [
      'in the middle of a word',
      `x=${encodeURIComponent(`https://a/callbacks/kie/${TOKEN}`)}`,
      /^(?!.*Ab3-_xyz)/,
    ],
  ])('holds no callback URL: %s', (_how, msg, told) => {
    const { message } = answer({ code: 500, msg, data: null })
    expect(message).toEqual(typeof told === 'string' ? told : expect.stringMatching(told))
    expect(tellCallback({ code: 501, msg })['message']).toBe(message)
  })
})

test.each([null, [], 'text', { code: {}, msg: 7, data: { state: ['x'] } }])(
  'a callback that says nothing readable is told as nothing: %j',
  (body) => expect(tellCallback(body)).toEqual({}),
)
