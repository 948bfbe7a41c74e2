import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { createCaller } from '../calls/caller.ts'
import { events, hangUp, json, problem, type Step } from '../testing/scripted-server.ts'
import { problemIn, useScriptedKiln } from '../testing/use-scripted-kiln.ts'
import { listenToBatch } from './listen-to-batch.ts'

const kilnAgainst = useScriptedKiln()

const NO_STREAM = problem(404, 'routeUnknown')
const is = (status: string) => ({ status })

/** What was told on the way, which calls it took, and how it ended. */
async function waited(steps: Step[]) {
  const { kiln, seen } = await kilnAgainst(steps)
  const told: string[] = []
  const batch = await kiln.waitForBatch('batch_1', { onProgress: ({ status }) => told.push(status) })
  const asked = seen.map(({ url }) => (url === '/v1/batches/batch_1' ? 'look' : url.split('/').at(-1)))
  return { told, asked, status: batch.status }
}

/** A step, and when its connection is closed. */
function watched(step: Step): { step: Step; closed: Promise<unknown> } {
  const emitter = new EventEmitter()
  const closed = once(emitter, 'close')
  return {
    closed,
    step: (response, request) => {
      response.on('close', () => emitter.emit('close'))
      step(response, request)
    },
  }
}

describe('waiting for a batch', () => {
  test('takes one call where nothing breaks, and tells every event', async () => {
    const all = [is('running'), is('held'), is('endedWithOpen')]
    expect(await waited([events(all)])).toEqual({
      told: ['running', 'held', 'endedWithOpen'],
      asked: ['events'],
      status: 'endedWithOpen',
    })
  })

  test('looks at the batch when the stream breaks off, and then hears on', async () => {
    expect(
      await waited([
        events([is('running')], 'cut'),
        json(200, is('running')),
        events([is('held')]),
        hangUp,
        json(200, is('held')),
        events([is('ended')], 'silence'),
      ]),
    ).toEqual({
      told: ['running', 'running', 'held', 'held', 'ended'],
      asked: ['events', 'look', 'events', 'look', 'look', 'events'],
      status: 'ended',
    })
  })

  test.each<[string, Step]>([
    ['there is none', NO_STREAM],
    ['something in between answers for it', json(200, { hello: 'world' })],
    ['something in between fails', problem(502, 'x')],
    ['it is empty', events([])],
    ['it tells of something else', events([{ hello: 'world' }])],
  ])('goes on by looks alone where the stream says nothing, for %s', async (_what, step) => {
    const running = json(200, is('running'))
    expect(await waited([step, running, step, running, json(200, is('ended'))])).toEqual({
      told: ['running', 'running', 'ended'],
      asked: ['events', 'look', 'events', 'look', 'look'],
      status: 'ended',
    })
  })

  test('tells what is wrong with the batch or the key', async () => {
    const { kiln } = await kilnAgainst([problem(404, 'batchUnknown')])
    expect(await problemIn(kiln.waitForBatch('batch_1'))).toMatchObject({ code: 'batchUnknown' })
  })

  test('ends with the reason of its signal, and closes the connection', async () => {
    const { step, closed } = watched(events([is('running')], 'silence'))
    const { kiln } = await kilnAgainst([step])
    const control = new AbortController()
    const reason = new Error('enough')
    const onProgress = () => control.abort(reason)
    await expect(kiln.waitForBatch('batch_1', { signal: control.signal, onProgress })).rejects.toBe(reason)
    await closed
  })

  test('ends with what its listener throws, and closes the connection', async () => {
    const { step, closed } = watched(events([is('running')], 'silence'))
    const { kiln } = await kilnAgainst([step])
    const fault = new Error('a fault of the caller')
    const onProgress = () => {
      throw fault
    }
    await expect(kiln.waitForBatch('batch_1', { onProgress })).rejects.toBe(fault)
    await closed
  })
})

test('a stream that is silent for too long is given up, and its connection closed', async () => {
  const { step, closed } = watched(events([is('running')], 'silence'))
  const { url } = await kilnAgainst([step])
  const caller = createCaller({ baseUrl: new URL(url), headers: {}, fetch, patienceMs: 0 })
  const heard = await listenToBatch(caller, '/v1/batches/batch_1/events', {}, 2_000)
  expect(heard.last).toEqual(is('running'))
  await closed
})
