import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { findFreePort } from '@kiln/local'
import { audit, figure } from './audit.ts'
import { ended, eventually, imageJob, show, submit } from './client.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let otherSite: Server
beforeAll(async () => {
  stack = await startStack({ workers: 0 })
  otherSite = createServer((request, response) => {
    request.resume()
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Another site</h1>')
  })
  await new Promise<void>((resolve) => otherSite.listen(0, '127.0.0.1', resolve))
}, 60_000)
afterAll(async () => {
  await stack.stop()
  otherSite.close()
}, 30_000)

const port = () => (otherSite.address() as AddressInfo).port

test.each([
  ['of another site', 'edge', async () => `http://127.0.0.1:${port()}`],
  ['with a closed port', 'unreachable', async () => `http://127.0.0.1:${await findFreePort()}`],
  ['that does not resolve', 'unreachable', async () => 'http://kie.invalid'],
  ['with a certificate that nobody trusts', 'unreachable', async () => stack.simulatorHttpsUrl],
])(
  'an address of KIE %s costs no job anything, and is named as the gate',
  async (_what, gate, wrongUrl) => {
    // A resolver that does not answer is not waited for.
    const astray = await stack.startWorker({
      KIE_BASE_URL: await wrongUrl(),
      RES_OPTIONS: 'timeout:1 attempts:1',
    })
    const jobs = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => submit(stack, imageJob(`astray ${n} [sim: durationMs=1000]`))),
    )
    const ids = jobs.map(({ id }) => id)
    await eventually(
      () => Promise.all(ids.map((id) => show(stack, id))),
      (all) => all.every((job) => job.state === 'queued' && job.waitingFor?.gate === gate),
    )
    expect(await figure(stack, `kiln_gate_open{gate="${gate}"}`)).toBe(0)
    expect(await astray.stop()).toMatchObject({ code: 0 })

    const corrected = await stack.startWorker()
    for (const id of ids) expect(await ended(stack, id)).toMatchObject({ state: 'succeeded', failure: null })
    await audit(stack, ids)
    await corrected.stop()
  },
  60_000,
)
