import { gunzipSync, gzipSync } from 'node:zlib'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createKiln } from './create-kiln.ts'
import type { KilnOptions } from './options.ts'
import { KilnProblem } from './problem.ts'
import {
  hangUp,
  hangUpAtOnce,
  json,
  lines,
  problem,
  startScriptedServer,
  type ScriptedServer,
  type Step,
} from './testing/scripted-server.ts'

let server: ScriptedServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

async function kilnAgainst(steps: Step[], options: Partial<KilnOptions> = {}) {
  server = await startScriptedServer(steps)
  return { kiln: createKiln({ baseUrl: server.url, apiKey: 'a-key', ...options }), seen: server.seen }
}

async function problemIn(work: Promise<unknown>): Promise<KilnProblem> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(KilnProblem)
  return error as KilnProblem
}

const JOB = { model: 'nano-banana-2', input: { prompt: 'a fox' } }
const ROWS = Array.from({ length: 40 }, (_, at) => ({
  line: at + 1,
  customId: `c${at}`,
  text: 'é'.repeat(at),
}))

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

async function* twoJobs() {
  yield JOB
  yield JOB
}

describe('a call', () => {
  test('carries the API key and the language', async () => {
    const { kiln, seen } = await kilnAgainst([json(200, { id: 'job_1' })], { language: 'ru' })
    expect(await kiln.job('job_1')).toEqual({ id: 'job_1' })
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/v1/jobs/job_1',
      headers: { authorization: 'Bearer a-key', 'accept-language': 'ru' },
    })
  })

  test('keeps the path of its base address, and encodes what it is given', async () => {
    const { kiln, seen } = await kilnAgainst([json(200, {})])
    const behind = createKiln({ baseUrl: `${server!.url}/kiln/` })
    await behind.job('a/b')
    await kiln.model('topaz/image upscale')
    expect(seen.map(({ url }) => url)).toEqual(['/kiln/v1/jobs/a%2Fb', '/v1/models/topaz/image%20upscale'])
  })

  test('that submits is sent again with the same key after a lost answer and a 503', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp, problem(503, 'redisAway'), json(202, { id: 'job_1' })])
    expect(await kiln.submit(JOB)).toEqual({ id: 'job_1' })
    expect(seen).toHaveLength(3)
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(new Set(seen.map(({ body }) => body.toString()))).toEqual(new Set([JSON.stringify(JOB)]))
  })

  test('has a key of its own each time, or the one given', async () => {
    const { kiln, seen } = await kilnAgainst([json(202, {})])
    await kiln.submit(JOB)
    await kiln.submit(JOB)
    await kiln.submit(JOB, { idempotencyKey: 'order-7' })
    const keys = seen.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('order-7')
  })

  test('after a 429 comes again no sooner than Retry-After', async () => {
    const { kiln, seen } = await kilnAgainst([
      problem(429, 'queueFull', { 'retry-after': '1' }),
      json(202, { id: 'job_1' }),
    ])
    const startedMs = performance.now()
    await kiln.submit(JOB)
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(999)
    expect(seen).toHaveLength(2)
  })

  test('is told at once where Retry-After is longer than its patience', async () => {
    const { kiln, seen } = await kilnAgainst([problem(429, 'queueFull', { 'retry-after': '90' })])
    expect(await problemIn(kiln.submit(JOB))).toMatchObject({ code: 'queueFull', retryAfterMs: 90_000 })
    expect(seen).toHaveLength(1)
  })

  test('that cancels is never made again when its answer is lost', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp])
    expect(await problemIn(kiln.cancel('job_1'))).toMatchObject({ code: 'unreachable', status: null })
    expect(await problemIn(kiln.cancelBatch('batch_1'))).toMatchObject({ code: 'unreachable' })
    expect(seen).toHaveLength(2)
  })

  test('that is refused tells code, faults and advice, and the key it had', async () => {
    const errors = [{ path: 'model', code: 'required', message: 'm', expected: null, hint: 'Name one.' }]
    const { kiln } = await kilnAgainst([problem(422, 'validation', {}, { errors })])
    const told = await problemIn(kiln.submit(JOB, { idempotencyKey: 'k' }))
    expect(told).toMatchObject({
      name: 'KilnProblem',
      message: 'No: Not now.',
      code: 'validation',
      status: 422,
      advice: 'Name one.',
      errors,
      idempotencyKey: 'k',
    })
  })

  test('whose answer breaks off is made again', async () => {
    const half: Step = (response) => {
      response.writeHead(200, { 'content-length': '20' })
      response.write('{"id":', () => response.socket?.destroy())
    }
    const { kiln, seen } = await kilnAgainst([half, json(200, { id: 'job_1' })])
    expect(await kiln.job('job_1')).toEqual({ id: 'job_1' })
    expect(seen).toHaveLength(2)
  })

  test('to what is no kiln is told as such', async () => {
    const page: Step = (response) => void response.writeHead(200).end('<html>')
    const gone: Step = (response) => void response.writeHead(404).end('<html>')
    const { kiln } = await kilnAgainst([page, gone])
    expect(await problemIn(kiln.job('a'))).toMatchObject({ code: 'answerUnreadable', status: 200 })
    expect(await problemIn(kiln.job('a'))).toMatchObject({ code: 'answerUnreadable', status: 404 })
  })

  test('to nobody names the host and the reason', async () => {
    const kiln = createKiln({ baseUrl: 'http://127.0.0.1:9', patienceMs: 0 })
    const told = await problemIn(kiln.job('a'))
    expect(told.detail).toMatch(/^127\.0\.0\.1:9: .*ECONNREFUSED/)
  })

  test('ends with the reason of its signal, in an answer and in a pause, and leaves no timer behind', async () => {
    const silent: Step = () => undefined
    const { kiln } = await kilnAgainst([silent, problem(503, 'redisAway', { 'retry-after': '30' })])
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    for (const afterMs of [50, 200]) {
      const control = new AbortController()
      const work = kiln.job('a', { signal: control.signal }).catch((error: unknown) => error)
      await new Promise<void>((resolve) => {
        setTimeout(resolve, afterMs)
      })
      control.abort(new Error('enough'))
      expect(await work).toEqual(new Error('enough'))
    }
    await expect(kiln.job('a', { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never')
    expect(timers()).toBeLessThanOrEqual(before)
  })
})

describe('waiting for a job', () => {
  test('looks again until it has ended, through answers that are lost', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { state: 'queued' }),
      hangUp,
      json(200, { state: 'late' }),
      json(200, { state: 'succeeded' }),
    ])
    expect(await kiln.wait('job_1')).toEqual({ state: 'succeeded' })
    expect(seen.every(({ url }) => url === '/v1/jobs/job_1?wait=30')).toBe(true)
  })
})

describe('a list of jobs', () => {
  test('goes through all pages, also short ones', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { jobs: [{ id: 1 }, { id: 2 }], nextCursor: '7' }),
      json(200, { jobs: [], nextCursor: '3' }),
      json(200, { jobs: [{ id: 3 }], nextCursor: null }),
    ])
    expect(await collect(kiln.jobs({ state: 'failed' }))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/jobs?state=failed',
      '/v1/jobs?state=failed&cursor=7',
      '/v1/jobs?state=failed&cursor=3',
    ])
  })
})

describe('submitting a batch', () => {
  const BODY = `${JSON.stringify(JOB)}\n`.repeat(2)

  test('of an array sends a line a job, with its options, and again after a broken connection', async () => {
    const { kiln, seen } = await kilnAgainst([hangUpAtOnce, json(202, { id: 'batch_1' })])
    const options = { name: 'spring', budget: 50, onInvalid: 'reject', defaults: { retries: 1 } } as const
    expect(await kiln.submitBatch([JOB, JOB], options)).toEqual({ id: 'batch_1' })
    expect(seen[1]!.body.toString()).toBe(BODY)
    expect(seen[1]!.headers['content-type']).toBe('application/x-ndjson')
    expect(Object.fromEntries(new URL(seen[1]!.url, server!.url).searchParams)).toEqual({
      name: 'spring',
      budget: '50',
      onInvalid: 'reject',
      defaults: '{"retries":1}',
    })
    expect(seen[0]!.headers['idempotency-key']).toBe(seen[1]!.headers['idempotency-key'])
  })

  test('of a stream is not sent again once it was read from, and says so with the key', async () => {
    const { kiln, seen } = await kilnAgainst([hangUpAtOnce])
    const told = await problemIn(kiln.submitBatch(twoJobs(), { idempotencyKey: 'k' }))
    expect(told).toMatchObject({ code: 'sourceSpent', idempotencyKey: 'k' })
    expect(told.advice).toContain('a function that begins the stream anew')
    expect(seen).toHaveLength(1)
  })

  test('of a stream that nobody has read from yet is tried again', async () => {
    let refusals = 2
    const unlucky: typeof fetch = (...args) =>
      refusals-- > 0 ? Promise.reject(new TypeError('fetch failed')) : fetch(...args)
    const { kiln, seen } = await kilnAgainst([json(202, { id: 'batch_1' })], { fetch: unlucky })
    expect(await kiln.submitBatch(twoJobs())).toEqual({ id: 'batch_1' })
    expect(seen[0]!.body.toString()).toBe(BODY)
  })

  test('of a function reads the source anew', async () => {
    const { kiln, seen } = await kilnAgainst([hangUpAtOnce, json(202, { id: 'batch_1' })])
    expect(await kiln.submitBatch(twoJobs)).toEqual({ id: 'batch_1' })
    expect(seen[1]!.body.toString()).toBe(BODY)
  })

  test('ends with the error of its own source', async () => {
    const { kiln } = await kilnAgainst([json(202, {})])
    async function* broken() {
      yield JOB
      throw new Error('the disk is gone')
    }
    await expect(kiln.submitBatch(broken())).rejects.toThrow('the disk is gone')
    await expect(kiln.submitBatch('/no/such/file.jsonl')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('packs what it sends where asked to, and sends a packed file as it is', async () => {
    const { kiln, seen } = await kilnAgainst([json(202, {})])
    const folder = await mkdtemp(join(tmpdir(), 'kiln-sdk-'))
    const path = join(folder, 'jobs.data')
    await writeFile(path, gzipSync(BODY))
    await kiln.submitBatch([JOB, JOB], { gzip: true })
    await kiln.submitBatch(path, { gzip: true })
    await rm(folder, { recursive: true })
    for (const { headers, body } of seen) {
      expect(headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(body).toString()).toBe(BODY)
    }
  })

  test('reads no further than the connection takes', async () => {
    let read = 0
    function* endless() {
      for (;;) {
        read += 1
        yield { ...JOB, customId: 'x'.repeat(1000) }
      }
    }
    // Asked for everything, it takes nothing: what is read fills the buffers on the way.
    const deaf: Step = Object.assign(() => undefined)
    const control = new AbortController()
    server = await startScriptedServer([deaf])
    const kiln = createKiln({ baseUrl: server.url, fetch: stalling(control) })
    await expect(kiln.submitBatch(endless(), { signal: control.signal })).rejects.toThrow('stalled')
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(1_000)
  })
})

/** A connection that takes one piece and no more. */
function stalling(control: AbortController): typeof fetch {
  return async (_url, init) => {
    const reader = (init!.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    control.abort(new Error('stalled'))
    throw new Error('aborted')
  }
}

describe('results', () => {
  test.each([0, 5, 100, 457, 1_200])(
    'after a connection cut at byte %d are each there exactly once',
    async (cutAt) => {
      const all = ROWS
      const after = (url: string) => Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0)
      const goOn: Step = (response, request) => lines(all.slice(after(request.url!)))(response, request)
      const { kiln, seen } = await kilnAgainst([lines(all, cutAt), goOn])
      expect(await collect(kiln.results('batch_1'))).toEqual(all)
      expect(seen).toHaveLength(2)
    },
  )

  test('survive a cut again and again as long as rows come', async () => {
    const one: Step = (response, request) => {
      const from = Number(new URL(request.url!, 'http://x').searchParams.get('cursor') ?? 0)
      const rest = ROWS.slice(from, 8)
      const [first] = rest
      lines(rest, rest.length > 1 ? JSON.stringify(first).length + 3 : undefined)(response, request)
    }
    const { kiln, seen } = await kilnAgainst([one])
    expect(await collect(kiln.errors('batch_1'))).toHaveLength(8)
    expect(seen).toHaveLength(8)
  })

  test('end with a problem when nothing comes for longer than patience', async () => {
    const { kiln } = await kilnAgainst([lines(ROWS, 3)], { patienceMs: 30 })
    expect(await problemIn(collect(kiln.results('batch_1')))).toMatchObject({ code: 'unreachable' })
  })

  test('go on behind a cursor, and only those of a state', async () => {
    const { kiln, seen } = await kilnAgainst([lines([])])
    await collect(kiln.results('batch_1', { cursor: 7, state: 'failed' }))
    expect(seen[0]!.url).toBe('/v1/batches/batch_1/results?state=failed&cursor=7')
  })

  test('whose reader stops early close the connection', async () => {
    let close = () => {}
    const closed = new Promise<void>((resolve) => (close = resolve))
    const endless: Step = (response) => {
      response.on('close', close)
      response.writeHead(200).write(`${JSON.stringify(ROWS[0])}\n`)
    }
    const { kiln } = await kilnAgainst([endless])
    for await (const row of kiln.results('batch_1')) {
      expect(row).toEqual(ROWS[0])
      break
    }
    await closed
  })
})

describe('waiting for a batch', () => {
  test('tells every look, sits out lost answers, and ends with the batch', async () => {
    const { kiln } = await kilnAgainst([
      json(200, { status: 'running' }),
      hangUp,
      json(200, { status: 'held' }),
      json(200, { status: 'endedWithOpen' }),
    ])
    const told: string[] = []
    const batch = await kiln.waitForBatch('batch_1', { onProgress: ({ status }) => told.push(status) })
    expect(batch.status).toBe('endedWithOpen')
    expect(told).toEqual(['running', 'held', 'endedWithOpen'])
  })
})
