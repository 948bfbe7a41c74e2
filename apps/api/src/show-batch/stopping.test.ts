import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, test } from '@jest/globals'
import { sendLines } from '../testing/batches.ts'
import { useTestApi } from '../testing/use-test-api.ts'

const suite = useTestApi()

/** More rows than fit into the buffers of a connection. */
const LINES = 20_000

test('an API that stops in the middle of results breaks the stream off, so that nobody takes it for whole', async () => {
  const line = JSON.stringify({
    customId: 'x'.repeat(120),
    model: 'nano-banana-2',
    input: { prompt: 'a fox' },
  })
  const lines = Array.from({ length: LINES }, (_, at) => line.replace('xxxxxxx', String(at).padStart(7, '0')))
  const { links } = (await sendLines(suite.kiln, lines)).json<{ links: { results: string } }>()
  const base = await suite.kiln.api.listen({ host: '127.0.0.1', port: 0 })
  const [response] = (await once(get(`${base}${links.results}`), 'response')) as [IncomingMessage]
  // Nobody reads until the API has begun to stop.
  const stopped = suite.kiln.api.close()
  let rows = 0
  response.on('data', (chunk: Buffer) => (rows += chunk.toString().split('\n').length - 1))
  response.on('error', () => undefined)
  await new Promise((resolve) => response.on('close', resolve))
  await stopped
  expect(rows).toBeLessThan(LINES)
  expect(response.complete).toBe(false)
}, 60_000)
