import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from './index.ts'
import { KieCaller } from './testing/kie-caller.ts'

interface Envelope {
  code: number
  msg: string
  data: Record<string, unknown>
}
interface RecordedTask {
  case: string
  request: { model: string; input: Record<string, unknown> }
  httpStatus: number
  createTask: Envelope
  pendingRecord: Envelope | null
  finalRecord: Envelope | null
}
interface RecordedCall {
  method: 'GET' | 'POST'
  path: string
  httpStatus: number
  body: unknown
}

const require = createRequire(import.meta.url)
const recordings = require('@kiln/kie-client/recordings') as { tasks: RecordedTask[]; other: RecordedCall[] }

/** Fields that KIE added after the recordings were made. */
const LATER_FIELDS = ['creditsConsumed', 'paramJson', 'response', 'successFlag', 'updateTime']

// Each request goes to two: in one no task ends during the test, in the other all end at once.
let slow: Simulator
let quick: Simulator

beforeAll(async () => {
  slow = await startSimulator()
  quick = await startSimulator()
  slow.setBehaviours([{ do: { durationMs: 600_000 } }])
  quick.setBehaviours([{ do: { durationMs: 1 } }])
  for (const simulator of [slow, quick]) simulator.setFaults({ submitLimit: null })
})
afterAll(async () => {
  await slow.close()
  await quick.close()
})

describe('the simulator answers in the shape of the recordings', () => {
  test.each(recordings.tasks)('$case', async (recorded) => {
    const kie = new KieCaller(slow)
    const created = await kie.post('/api/v1/jobs/createTask', recorded.request)
    expect(created.status).toBe(recorded.httpStatus)
    expect(shapeOf(JSON.parse(created.text))).toEqual(shapeOf(recorded.createTask))
    expect(created.data['recordId']).toBe(created.data['taskId'])

    const pending = await kie.read(String(created.data['taskId']))
    if (recorded.pendingRecord) compareRecords(pending.text, recorded.pendingRecord)
    const ended = await new KieCaller(quick).runTask(recorded.request)
    if (recorded.finalRecord) compareRecords(ended.text, recorded.finalRecord)
  })

  test.each(recordings.other)('$method $path', async (recorded) => {
    const kie = new KieCaller(quick)
    const reply =
      recorded.method === 'GET'
        ? await kie.get(recorded.path)
        : await kie.post(recorded.path, { url: 'https://elsewhere.example/picture.png' })
    expect(reply.status).toBe(recorded.httpStatus)
    expect(shapeOf(JSON.parse(reply.text))).toEqual(shapeOf(recorded.body))
  })

  test('the later fields are there beside the recorded ones, and no others', async () => {
    const recorded = recordings.tasks.find((task) => task.finalRecord !== null)
    const { data } = await new KieCaller(quick).runTask({ model: 'z-image', input: { prompt: 'a prompt' } })
    const expected = [...Object.keys(recorded?.finalRecord?.data ?? {}), ...LATER_FIELDS]
    expect(Object.keys(data).toSorted()).toEqual(expected.toSorted())
    expect(shapeOf(data)).toMatchObject({
      creditsConsumed: 'number',
      paramJson: { prompt: 'string' },
      response: { resultUrls: ['string'] },
      successFlag: 'number',
      updateTime: 'number',
    })
  })
})

function compareRecords(text: string, recorded: Envelope): void {
  const simulated = JSON.parse(text) as Envelope
  const known = Object.entries(simulated.data).filter(([name]) => !LATER_FIELDS.includes(name))
  const shape = shapeOf({ ...simulated, data: Object.fromEntries(known) })
  expect(shape).toEqual(shapeOf(recorded))
}

/** Keys and types. Text that holds JSON is looked into, lists are judged by their first entry. */
function shapeOf(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]))
  }
  if (typeof value === 'string' && value.startsWith('{')) return shapeOf(JSON.parse(value))
  return value === '' ? 'empty string' : typeof value
}
