import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../index.ts'
import { KieCaller } from '../testing/kie-caller.ts'

let simulator: Simulator
let kie: KieCaller

beforeEach(async () => {
  simulator = await startSimulator()
  kie = new KieCaller(simulator)
})
afterEach(() => simulator.close())

async function untilReadable(taskId: string): Promise<string> {
  for (;;) {
    const { code, data } = await kie.read(taskId)
    if (code === 200) return String(data['state'])
  }
}

describe('recordInfo', () => {
  test('echoes model, input and callback URL in param', async () => {
    const callBackUrl = 'http://127.0.0.1:9/callbacks/kie/a-1-s'
    const taskId = await kie.createId('a "quoted" cat', { callBackUrl })
    const param = JSON.parse(String((await kie.read(taskId)).data['param'])) as Record<string, string>
    expect(param).toEqual({ callBackUrl, input: expect.any(String), model: 'z-image' })
    expect(JSON.parse(param['input'] ?? '')).toEqual({ prompt: 'a "quoted" cat' })
  })

  test('shows a pending task with its reservation', async () => {
    const taskId = await kie.createId('a')
    expect((await kie.read(taskId)).data).toMatchObject({
      resultJson: '',
      costTime: null,
      creditsConsumed: 0.8,
    })
  })

  test('shows a failed task under code 200, in words that fit the code', async () => {
    const taskId = await kie.createId('[sim: durationMs=1, fail=500]')
    expect(await kie.readEnd(taskId)).toMatchObject({
      code: 200,
      data: {
        state: 'fail',
        failCode: '500',
        failMsg: 'internal error, please try again later.',
        resultJson: null,
        creditsConsumed: 0,
        successFlag: 3,
      },
    })
  })

  test('shows the given states while the task is pending', async () => {
    const taskId = await kie.createId('[sim: durationMs=600000, states=polishing]')
    expect((await kie.read(taskId)).data['state']).toBe('polishing')
  })

  test.each([
    ['[sim: durationMs=1, emptyResult]', '{"resultUrls":[]}'],
    ['[sim: durationMs=1, badResultJson]', expect.stringMatching(/^\{"resultUrls":\[.*[^}]$/)],
  ])('%s: success without a usable result', async (prompt, resultJson) => {
    const { data } = await kie.readEnd(await kie.createId(prompt))
    expect(data).toMatchObject({ state: 'success', resultJson })
  })

  test('gives as many pictures as were asked for, and an object for a text model', async () => {
    const input = { prompt: '[sim: durationMs=1]', num_images: 3 }
    const pictures = await kie.readEnd(await kie.createId('', { input }))
    expect(JSON.parse(String(pictures.data['resultJson'])).resultUrls).toHaveLength(3)
    const text = await kie.readEnd(await kie.createId('', { model: 'elevenlabs/speech-to-text', input }))
    expect(JSON.parse(String(text.data['resultJson'])).resultObject).toEqual({ text: expect.any(String) })
  })

  test('does not know a task at first', async () => {
    const hidden = await kie.createId('[sim: unknownForMs=600000]')
    expect(await kie.read(hidden)).toMatchObject({ status: 200, code: 422, msg: 'recordInfo is null' })
    const shown = await kie.createId('[sim: unknownForMs=20]')
    expect(['waiting', 'generating']).toContain(await untilReadable(shown))
  })

  test('no longer knows a task that vanished', async () => {
    const staying = await kie.createId('[sim: vanishAfterMs=600000]')
    expect((await kie.read(staying)).code).toBe(200)
    const taskId = await kie.createId('[sim: vanishAfterMs=20]')
    let reply = await kie.read(taskId)
    while (reply.code === 200) reply = await kie.read(taskId)
    expect(reply.msg).toBe('recordInfo is null')
    expect(simulator.books().byKey[taskId]).toBe(1)
  })

  test('fails a bounded number of reads', async () => {
    const taskId = await kie.createId('[sim: read=429, readTimes=2]')
    const codes = [await kie.read(taskId), await kie.read(taskId), await kie.read(taskId)].map((r) => r.code)
    expect(codes).toEqual([429, 429, 200])
    simulator.setBehaviours([{ do: { read: { httpStatus: 503, body: '<html>' } } }])
    const other = await kie.createId('a')
    expect(await kie.read(other)).toMatchObject({ status: 503, text: '<html>' })
  })

  test('wants a taskId', async () => {
    expect(await kie.get('/api/v1/jobs/recordInfo')).toMatchObject({
      code: 500,
      msg: 'This field is required',
    })
  })
})
