import { connect } from 'node:net'
import { createServer } from 'node:http'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { SELF_SIGNED } from './http/self-signed.ts'
import { startSimulator } from './index.ts'
import { KieCaller } from './testing/kie-caller.ts'

/** Everything seeded that a client can see of 40 creations with a fair share of faults. */
async function observe(seed: number, prompts: readonly string[]): Promise<unknown[]> {
  const simulator = await startSimulator({ seed, speed: 10_000 })
  simulator.setFaults({ submitLimit: null, loseAnswers: 0.2 })
  const kie = new KieCaller(simulator)
  const seen: unknown[] = []
  for (const prompt of prompts) {
    const reply = await kie.create(prompt).catch(() => null)
    const state = reply && (await kie.read(String(reply.data['taskId']))).data['state']
    seen.push(reply ? reply.code : 'lost', state)
  }
  seen.push(simulator.books().creates)
  await simulator.close()
  return seen
}

describe('the seed', () => {
  const prompts = Array.from({ length: 40 }, (_, index) => `prompt ${index} [sim: durationMs=20000000]`)

  test('gives the same behaviour for the same order of calls', async () => {
    expect(await observe(5, prompts)).toEqual(await observe(5, prompts))
  })

  test('gives another behaviour for another seed', async () => {
    expect(await observe(5, prompts)).not.toEqual(await observe(6, prompts))
  })
})

test('over https it is the same account, behind a certificate that nobody trusts', async () => {
  const simulator = await startSimulator({ httpsPort: 0 })
  const credit = `${simulator.httpsUrl}/api/v1/chat/credit`
  const refused = await fetch(credit).catch((error: Error) => error.cause)
  expect(refused).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  const code = await new Promise((resolve, reject) => {
    const headers = { 'user-agent': 'test', authorization: 'Bearer any' }
    const call = get(credit, { ca: SELF_SIGNED.cert, headers, agent: false }, (response) => {
      resolve(response.statusCode)
      response.resume()
    })
    call.on('error', reject)
  })
  expect(code).toBe(200)
  await simulator.close()
})

describe('closing', () => {
  test('ends within a second, with answers that hang, drip or wait and callbacks on their way', async () => {
    const deaf = createServer(() => undefined)
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
    const callBackUrl = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`
    const simulator = await startSimulator()
    const kie = new KieCaller(simulator)
    const idle = connect(Number(new URL(simulator.url).port), '127.0.0.1')
    const idleClosed = new Promise((resolve) => idle.once('close', resolve))
    const arrived = new Promise((resolve) => deaf.once('request', resolve))
    const hanging = Promise.allSettled([
      kie.create('[sim: delayAnswerMs=60000]'),
      kie.create('[sim: dripAnswer]'),
      kie.create('[sim: callback=beforeAnswer]', { callBackUrl }),
    ])
    await arrived
    while (simulator.books().creates.accepted < 3) await kie.get('/api/v1/chat/credit')

    await simulator.close()
    await hanging
    await idleClosed
    await expect(kie.get('/api/v1/chat/credit')).rejects.toThrow('fetch failed')
    await new Promise((resolve) => deaf.close(resolve))
  })
})
