import { afterEach, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectKilnApi, type JobView, type KilnApi } from './kiln-api.ts'
import { runSample } from './run-sample.ts'
import { SAMPLE_JOBS } from './sample-jobs.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Answer = { status: number; body: unknown }

/** A stand-in API on a real port. */
async function serve(
  answer: (request: IncomingMessage, body: string) => Answer,
  apiKey: string | null = null,
): Promise<KilnApi> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { status, body: json } = answer(request, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return connectKilnApi(`http://127.0.0.1:${port}`, apiKey, new AbortController().signal)
}

const LIMITS = { pollMs: 5, deadlineMs: 5_000 }
const TWO = SAMPLE_JOBS.slice(0, 2)

test('each job is posted once and read until it has ended', async () => {
  const posted: unknown[] = []
  const reads = new Map<string, number>()
  const api = await serve((request, body) => {
    if (request.method === 'POST') {
      posted.push(JSON.parse(body))
      return { status: 202, body: { id: `job ${posted.length}`, state: 'queued' } }
    }
    const id = decodeURIComponent(String(request.url).replace('/v1/jobs/', ''))
    const count = (reads.get(id) ?? 0) + 1
    reads.set(id, count)
    // The first read of the first job gets no sound answer.
    if (id === 'job 1' && count === 1) return { status: 503, body: {} }
    return { status: 200, body: { id, state: count === 3 ? 'succeeded' : 'running' } }
  })
  const seen: string[] = []
  const outcome = await runSample(api, TWO, LIMITS, (jobs) => seen.push(jobs.map((job) => job.state).join()))

  expect(posted).toEqual(TWO)
  expect(outcome.ok && outcome.jobs.map((job) => job.state)).toEqual(['succeeded', 'succeeded'])
  expect([...reads.values()]).toEqual([3, 3])
  expect(seen).toEqual(['queued,queued', 'queued,running', 'running,running', 'succeeded,succeeded'])
})

test('a refused job ends the sample with the API’s own words', async () => {
  const api = await serve(() => ({ status: 422, body: { code: 'unknownModel' } }))
  const outcome = await runSample(api, TWO, LIMITS, () => {})
  expect(outcome).toEqual({ ok: false, cause: 'HTTP 422: {"code":"unknownModel"}' })
})

test('a sample that does not end in time is reported as it stands', async () => {
  const api = await serve(() => ({ status: 200, body: { id: 'a', state: 'running' } }))
  const outcome = await runSample(api, TWO, { pollMs: 5, deadlineMs: 30 }, () => {})
  expect(outcome).toMatchObject({ ok: true, jobs: [{ state: 'running' }, { state: 'running' }] })
})

test('a key is shown where one is asked for', async () => {
  const keys: unknown[] = []
  const api = await serve((request) => {
    keys.push(request.headers.authorization)
    return { status: 202, body: { id: 'a', state: 'succeeded' } satisfies Partial<JobView> }
  }, 'secret')
  await runSample(api, TWO, LIMITS, () => {})
  expect(keys).toEqual(['Bearer secret', 'Bearer secret'])
})
