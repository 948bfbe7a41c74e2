import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { createKiln } from './create-kiln.ts'
import { hangUp, json, problem, type Step } from './testing/scripted-server.ts'
import { collect, JOB, problemIn, useScriptedKiln } from './testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()

/** An answer of which the second half never comes. */
const half: Step = (response) => {
  response.writeHead(200, { 'content-length': '20' })
  response.write('{"id":', () => response.socket?.destroy())
}
const page =
  (status: number): Step =>
  (response) =>
    void response.writeHead(status).end('<html>')
const withBadKey = () => createKiln({ baseUrl: 'http://127.0.0.1', apiKey: 'se\ncret' })
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

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

  test('is not made with a key that no header can hold, and does not tell it', () => {
    expect(withBadKey).toThrow(TypeError)
    expect(withBadKey).not.toThrow(/cret/)
  })

  test('keeps the path of its base address, and encodes what it is given', async () => {
    const { kiln, seen, url } = await kilnAgainst([json(200, { id: 'a' })])
    const behind = createKiln({ baseUrl: `${url}/kiln/` })
    await behind.job('a/b')
    await kiln.model('topaz/image upscale')
    expect(seen.map((one) => one.url)).toEqual(['/kiln/v1/jobs/a%2Fb', '/v1/models/topaz/image%20upscale'])
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
    const { kiln, seen } = await kilnAgainst([half, json(200, { id: 'job_1' })])
    expect(await kiln.job('job_1')).toEqual({ id: 'job_1' })
    expect(seen).toHaveLength(2)
  })

  test('to what is no kiln is told as such', async () => {
    const { kiln } = await kilnAgainst([page(200), page(404)])
    expect(await problemIn(kiln.job('a'))).toMatchObject({ code: 'answerUnreadable', status: 200 })
    expect(await problemIn(kiln.job('a'))).toMatchObject({ code: 'answerUnreadable', status: 404 })
  })

  test('to nobody names the host and the reason', async () => {
    const { kiln, url, close } = await kilnAgainst([hangUp], { patienceMs: 0 })
    await close()
    const told = await problemIn(kiln.job('a'))
    expect(told.detail).toContain(`${new URL(url).host}: `)
    expect(told.detail).toContain('ECONNREFUSED')
  })

  test('ends with the reason of its signal, in an answer and in a pause, and leaves no timer behind', async () => {
    const met = new EventEmitter()
    const silent: Step = () => void met.emit('asked')
    const comeLater: Step = (response, request) => {
      response.on('finish', () => met.emit('asked'))
      problem(503, 'redisAway', { 'retry-after': '30' })(response, request)
    }
    const { kiln } = await kilnAgainst([silent, comeLater])
    const before = timers()
    for (let call = 0; call < 2; call++) {
      const control = new AbortController()
      const isAsked = once(met, 'asked')
      const work = kiln.job('a', { signal: control.signal }).catch((error: unknown) => error)
      await isAsked
      control.abort(new Error('enough'))
      expect(await work).toEqual(new Error('enough'))
    }
    await expect(kiln.job('a', { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never')
    expect(timers()).toBeLessThanOrEqual(before)
  })
})

describe('what became of a job', () => {
  test('is its timeline, and its receipt as data or as a page, without its input if asked', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { id: 'job_1', events: [] }),
      json(200, { notKnown: [] }),
      page(200),
    ])
    expect(await kiln.timeline('job_1')).toEqual({ id: 'job_1', events: [] })
    expect(await kiln.receipt('job_1')).toEqual({ notKnown: [] })
    expect(await kiln.receipt('job_1', { format: 'html', hideInput: true })).toBe('<html>')
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/jobs/job_1/events',
      '/v1/jobs/job_1/receipt?format=json',
      '/v1/jobs/job_1/receipt?format=html&input=hidden',
    ])
    expect(seen[2]!.headers.accept).toBe('text/html')
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
