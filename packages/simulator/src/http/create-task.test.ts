import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type BehaviourRule, type Simulator } from '../index.ts'
import { KieCaller } from '../testing/kie-caller.ts'

let simulator: Simulator
let kie: KieCaller

beforeEach(async () => {
  simulator = await startSimulator()
  kie = new KieCaller(simulator)
})
afterEach(() => simulator.close())

const accepted = () => simulator.books().creates.accepted

function set(behaviour: BehaviourRule['do']): void {
  simulator.setBehaviours([{ do: behaviour }])
}

describe('createTask without a task', () => {
  test.each([
    ['a body that is not JSON', '{"model":', 422, 'not a JSON object'],
    ['no model', { input: { prompt: 'a' } }, 500, 'This field is required'],
    ['no input', { model: 'z-image' }, 500, 'This field is required'],
    ['an empty prompt', { model: 'z-image', input: { prompt: '' } }, 500, 'prompt cannot be empty'],
    ['a model of another endpoint', { model: 'veo3', input: { prompt: 'a' } }, 422, 'not supported'],
    [
      'a marker that means nothing',
      { model: 'z-image', input: { prompt: '[sim: nonsense]' } },
      422,
      'nonsense',
    ],
  ])('%s is refused under HTTP 200', async (_name, body, code, words) => {
    const reply = await kie.post('/api/v1/jobs/createTask', body)
    expect(reply).toMatchObject({ status: 200, code })
    expect(reply.msg).toContain(words)
    expect(accepted()).toBe(0)
  })

  test('answers a code in the words KIE uses, or in the given ones', async () => {
    expect(await kie.create('[sim: code=402]')).toMatchObject({
      status: 200,
      code: 402,
      msg: expect.stringContaining('credits'),
    })
    set({ code: 433, msg: 'cap reached', httpStatus: 429 })
    expect(await kie.create('a')).toMatchObject({ status: 429, code: 433, msg: 'cap reached' })
    expect(accepted()).toBe(0)
  })

  test('answers a body as it is spelled out', async () => {
    set({ httpStatus: 502, body: 'bad gateway' })
    expect(await kie.create('a')).toMatchObject({ status: 502, text: 'bad gateway' })
    set({ body: { code: 200, message: 'success', data: { task_id: 'x' } } })
    expect((await kie.create('a')).text).toBe('{"code":200,"message":"success","data":{"task_id":"x"}}')
    expect(accepted()).toBe(0)
  })

  test('breaks the connection before the charge', async () => {
    await expect(kie.create('[sim: loseAnswer=beforeCharge]')).rejects.toThrow('fetch failed')
    expect(accepted()).toBe(0)
  })
})

describe('createTask with a task and a spoiled answer', () => {
  test('breaks the connection after the charge', async () => {
    await expect(kie.create('[sim: loseAnswer]')).rejects.toThrow('fetch failed')
    expect(accepted()).toBe(1)
  })

  test('says success without a taskId', async () => {
    expect(await kie.create('[sim: noTaskId]')).toMatchObject({ code: 200, data: {} })
    expect(accepted()).toBe(1)
  })

  test('answers with a page instead of JSON', async () => {
    const reply = await kie.create('[sim: html]')
    expect(reply).toMatchObject({ status: 200, code: 0 })
    expect(reply.text).toMatch(/^<html>/)
    expect(accepted()).toBe(1)
  })

  test('cuts the answer off', async () => {
    const reply = await kie.create('[sim: truncate]')
    expect(reply.text).toMatch(/^\{"code":200/)
    expect(() => JSON.parse(reply.text)).toThrow(SyntaxError)
    expect(accepted()).toBe(1)
  })

  test('answers late', async () => {
    const startedAt = performance.now()
    expect((await kie.create('[sim: delayAnswerMs=60]')).code).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
  })

  test('drips the whole answer byte by byte', async () => {
    const fast = await startSimulator({ speed: 1_000 })
    const startedAt = performance.now()
    const reply = await new KieCaller(fast).create('[sim: dripAnswer]')
    await fast.close()
    expect(reply.data['taskId']).toEqual(expect.any(String))
    // At least a millisecond a byte.
    expect(performance.now() - startedAt).toBeGreaterThan(reply.text.length - 1)
  })
})

describe('rules and markers together', () => {
  test('a marker wins over a rule, field by field', async () => {
    set({ durationMs: 1, fail: { failCode: '500' } })
    const taskId = await kie.createId('[sim: fail=422:nsfw]')
    expect((await kie.readEnd(taskId)).data).toMatchObject({ failCode: '422', failMsg: 'nsfw' })
  })

  test('rules are set, shown and cleared over HTTP', async () => {
    const rule = { match: { promptIncludes: 'cat' }, times: 1, do: { code: 455 } }
    expect(await kie.control('POST', '/_sim/behaviours', [rule])).toEqual({
      status: 200,
      json: [{ rule, used: 0 }],
    })
    expect([await kie.create('a cat'), await kie.create('a cat')].map(({ code }) => code)).toEqual([455, 200])
    expect((await kie.control('GET', '/_sim/behaviours')).json).toEqual([{ rule, used: 1 }])
    expect((await kie.control('DELETE', '/_sim/behaviours')).json).toEqual([])
  })

  test('a rule that cannot be read is refused with its place', async () => {
    const refused = await kie.control('POST', '/_sim/behaviours', [{ do: { durationMs: -1 } }])
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ path: '0.do.durationMs' }] } })
    expect(() => simulator.setBehaviours([{ do: { loseAnswer: 'never' as 'afterCharge' } }])).toThrow(
      'loseAnswer',
    )
  })
})
