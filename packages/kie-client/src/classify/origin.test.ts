import { describe, expect, test } from '@jest/globals'
import type { Exchange } from '../exchange.ts'
import { answer } from '../testing/answers.ts'
import { readRecordings } from '../testing/recordings.ts'
import { readTaskOrigin } from './origin.ts'

const record = (data: unknown) => answer(200, { code: 200, msg: 'success', data })

describe('the origin of a task', () => {
  const input = { prompt: 'a cat', n: 1 }
  const origin = {
    callBackUrl: 'https://me.example/cb/token',
    model: 'm',
    input,
    createTime: 1_777_000_000_000,
    completeTime: 1_777_000_040_000,
  }
  const { callBackUrl, model, createTime, completeTime } = origin

  test.each([
    ['texts on both levels', JSON.stringify({ model, callBackUrl, input: JSON.stringify(input) })],
    ['a text around an object', JSON.stringify({ model, callBackUrl, input })],
    ['an object around a text', { model, callBackUrl, input: JSON.stringify(input) }],
    ['objects on both levels', { model, callBackUrl, input }],
  ])('is read from %s', (_what, param) => {
    expect(readTaskOrigin(record({ model, createTime, completeTime, param }))).toEqual(origin)
    expect(readTaskOrigin(record({ createTime: String(createTime), completeTime, param }))).toEqual(origin)
  })

  test.each([
    ['no param', {}],
    ['an empty param', { param: '' }],
    ['no JSON', { param: '{"model":' }],
    ['a list', { param: '[1]' }],
    ['odd types', { param: { callBackUrl: 5, model: [], input: '{"a":' }, model: '', createTime: 'soon' }],
    [
      'an input too deep to keep',
      { param: { input: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) as unknown } },
    ],
  ])('is unknown in each part with %s', (_what, data) => {
    expect(readTaskOrigin(record(data))).toEqual({
      callBackUrl: null,
      model: null,
      input: null,
      createTime: null,
      completeTime: null,
    })
  })

  test.each<[string, Exchange]>([
    ['no envelope', answer(200, '<html>')],
    ['another code', answer(200, { code: 422, msg: 'recordInfo is null', data: null })],
    ['an HTTP error', answer(500, { code: 200, data: {} })],
    ['no record', record(null)],
    ['no answer', { phase: 'wire', cause: { code: 'ECONNRESET', message: 'm' } }],
  ])('is null with %s', (_what, exchange) => {
    expect(readTaskOrigin(exchange)).toBeNull()
  })

  const recorded = readRecordings().tasks.filter((task) => task.pendingRecord !== null)
  test.each(recorded)('is what $case was made with', ({ request, pendingRecord }) => {
    const found = readTaskOrigin(answer(200, pendingRecord))
    expect(found).toMatchObject({ callBackUrl: null, model: request.model })
    expect(found?.createTime).toBe(pendingRecord?.data.createTime)
    // KIE sends some numbers that went out as text back as numbers, and changes nothing else.
    expect(asTexts(found?.input)).toEqual(asTexts(request.input))
  })
})

function asTexts(input: unknown): unknown {
  return JSON.parse(
    JSON.stringify(input, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value)),
  )
}
