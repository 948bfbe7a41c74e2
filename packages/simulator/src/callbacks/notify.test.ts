import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../index.ts'
import { openInbox, type CallbackInbox } from '../testing/callback-inbox.ts'
import { KieCaller } from '../testing/kie-caller.ts'
import { signCallback } from './signature.ts'

const HMAC_KEY = 'a-webhook-key'

let simulator: Simulator
let kie: KieCaller
let inbox: CallbackInbox
let callBackUrl: string

beforeEach(async () => {
  simulator = await startSimulator({ hmacKey: HMAC_KEY })
  kie = new KieCaller(simulator)
  inbox = await openInbox()
  callBackUrl = `${inbox.url}/callbacks/kie/job-1-secret`
})
afterEach(async () => {
  await simulator.close()
  await inbox.close()
})

/** Creates a task, waits for its end and for every callback that is on its way. */
async function runTask(prompt: string): Promise<string> {
  const taskId = await kie.createId(prompt, { callBackUrl })
  await kie.readEnd(taskId)
  return taskId
}

describe('a callback', () => {
  test('brings the record once the task succeeded, signed', async () => {
    const taskId = await runTask('[sim: durationMs=1]')
    const [callback] = await inbox.waitFor(1)
    const record = (await kie.read(taskId)).data
    expect(callback).toMatchObject({ path: '/callbacks/kie/job-1-secret', body: { code: 200, data: record } })
    const timestamp = Number(callback?.headers['x-webhook-timestamp'])
    expect(Math.abs(Date.now() / 1000 - timestamp)).toBeLessThan(5)
    expect(callback?.headers['x-webhook-signature']).toBe(signCallback(HMAC_KEY, taskId, timestamp))
    expect(simulator.books()).toMatchObject({ callbacksSent: 1, callbacksFailed: 0 })
  })

  test("is signed as KIE's own check value says", () => {
    expect(signCallback('test-webhook-hmac-key', 'e989621f54392584b05867f87b160672', 1755599645)).toBe(
      'qQDJbqaXNlrFrE82K+/DZgTmdbgQbqaJrV+3EJqv79Y=',
    )
  })

  test('has code 501 when the task failed', async () => {
    await runTask('[sim: durationMs=1, fail]')
    const [callback] = await inbox.waitFor(1)
    expect(callback?.body).toMatchObject({ code: 501, data: { state: 'fail', resultJson: null } })
  })

  test('does not come when there is none, and comes twice when doubled', async () => {
    await runTask('[sim: durationMs=1, callback=none]')
    const doubled = await runTask('[sim: durationMs=1, callback=duplicate]')
    const received = await inbox.waitFor(2)
    expect(received.map(({ body }) => body.data?.['taskId'])).toEqual([doubled, doubled])
    expect(simulator.books().callbacksSent).toBe(2)
  })

  test('can come before the answer to createTask, with the end of the task', async () => {
    const { data } = await kie.create('[sim: callback=beforeAnswer]', { callBackUrl })
    expect(inbox.received[0]?.body.data).toMatchObject({ taskId: data['taskId'], state: 'success' })
    expect((await kie.read(String(data['taskId']))).data['state']).toBe('success')
  })

  test('can come late, often, forged, with a bad signature or none', async () => {
    const body = { data: { taskId: 'another', state: 'success' } }
    simulator.setBehaviours([
      { times: 1, do: { durationMs: 1, callback: { times: 2, delayMs: 20, signature: 'bad', body } } },
      { do: { durationMs: 1, callback: { signature: 'none', body: 'not JSON' } } },
    ])
    const startedAt = performance.now()
    const taskId = await runTask('a')
    const [first, second] = await inbox.waitFor(2)
    expect(performance.now() - startedAt).toBeGreaterThan(39)
    expect([first?.body, second?.body]).toEqual([body, body])
    const timestamp = Number(first?.headers['x-webhook-timestamp'])
    expect(first?.headers['x-webhook-signature']).not.toBe(signCallback(HMAC_KEY, taskId, timestamp))
    await runTask('a')
    const unsigned = (await inbox.waitFor(3))[2]
    expect(unsigned?.text).toBe('not JSON')
    expect(unsigned?.headers['x-webhook-signature']).toBeUndefined()
  })

  test('has no signature while no key is set', async () => {
    simulator.setFaults({ hmacKey: null })
    await runTask('[sim: durationMs=1]')
    const [callback] = await inbox.waitFor(1)
    expect(callback?.headers['x-webhook-signature']).toBeUndefined()
  })

  test('never leaves this machine: it is counted as refused', async () => {
    const elsewhere = [
      'http://192.0.2.1/callbacks/kie/a-1-s',
      'https://example.com/',
      'file:///tmp/x',
      'nonsense',
    ]
    for (const url of elsewhere) await kie.create('[sim: callback=beforeAnswer]', { callBackUrl: url })
    expect(simulator.books()).toMatchObject({ callbacksRefused: 4, callbacksSent: 0 })
  })

  test('goes to the one host that was named, and to no other', async () => {
    const named = await startSimulator({ callbackHost: 'api.invalid' })
    const caller = new KieCaller(named)
    for (const host of ['api.invalid', 'other.invalid']) {
      await caller.create('[sim: callback=beforeAnswer]', { callBackUrl: `http://${host}/callbacks/kie/t` })
    }
    expect(named.books()).toMatchObject({ callbacksSent: 1, callbacksRefused: 1 })
    await named.close()
  })

  test('does not follow a redirect and is tried once', async () => {
    const paths: unknown[] = []
    const server = createServer((request, response) => {
      paths.push(request.url)
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/first`
    await kie.create('[sim: callback=beforeAnswer]', { callBackUrl: url })
    server.close()
    expect(paths).toEqual(['/first'])
    expect(simulator.books()).toMatchObject({ callbacksSent: 1, callbacksFailed: 1 })
  })

  test('that finds nobody counts as failed', async () => {
    await inbox.close()
    await kie.create('[sim: callback=beforeAnswer]', { callBackUrl })
    expect(simulator.books()).toMatchObject({ callbacksSent: 1, callbacksFailed: 1 })
  })

  test('does not come for a task that vanished before its end', async () => {
    await kie.create('[sim: vanishAfterMs=0, durationMs=1]', { callBackUrl })
    await runTask('[sim: durationMs=30]')
    await inbox.waitFor(1)
    expect(simulator.books().callbacksSent).toBe(1)
  })
})
