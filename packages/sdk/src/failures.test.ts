import { describe, expect, test } from '@jest/globals'
import { hangUp, json, problem } from './testing/scripted-server.ts'
import { collect, problemIn, useScriptedKiln } from './testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()
const OVER = ['stopped', 'aborted']
const requeue = (status: string) =>
  json(202, { id: 'requeue_1', status, endedAt: OVER.includes(status) ? '2026-11-21T12:00:00Z' : null })
const FILTER = { filter: { cause: 'c1' }, canary: 5 }

describe('failures', () => {
  test('come page after page', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { failures: [{ cause: 'a' }], nextCursor: '7' }),
      json(200, { failures: [{ cause: 'b' }], nextCursor: null }),
    ])
    const groups = await collect(kiln.failures({ class: 'upstreamError', order: 'biggest' }))
    expect(groups.map(({ cause }) => cause)).toEqual(['a', 'b'])
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/failures?class=upstreamError&order=biggest',
      '/v1/failures?class=upstreamError&order=biggest&cursor=7',
    ])
  })
})

describe('a bulk requeue', () => {
  test('that is planned has no key and may be asked for again', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp, json(200, { matching: 3 })])
    expect(await kiln.planBulkRequeue(FILTER)).toEqual({ matching: 3 })
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined])
    expect(JSON.parse(seen[1]!.body.toString())).toEqual({ ...FILTER, dryRun: true })
  })

  test('is asked for again under the same key when the answer is lost, and the key is told in the end', async () => {
    const { kiln, seen } = await kilnAgainst([hangUp, requeue('planned')])
    expect(await kiln.startBulkRequeue(FILTER)).toMatchObject({ id: 'requeue_1' })
    const [first, second] = seen.map(({ headers }) => headers['idempotency-key'])
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).toBe(first)
    const refused = await kilnAgainst([problem(403, 'scopeMissing')])
    const told = await problemIn(refused.kiln.startBulkRequeue(FILTER, { idempotencyKey: 'mine' }))
    expect(told).toMatchObject({ code: 'scopeMissing', idempotencyKey: 'mine' })
  })

  test('is followed to its end, over a connection that breaks', async () => {
    const { kiln } = await kilnAgainst([requeue('canary'), hangUp, requeue('running'), requeue('stopped')])
    const seen: string[] = []
    const end = await kiln.waitForBulkRequeue('requeue_1', { onProgress: ({ status }) => seen.push(status) })
    expect(end.status).toBe('stopped')
    expect(seen).toEqual(['canary', 'running', 'stopped'])
  })

  test('is listed, shown and aborted by its id alone', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { requeues: [] }),
      requeue('running'),
      hangUp,
      requeue('aborted'),
    ])
    expect(await kiln.bulkRequeues()).toEqual([])
    await kiln.bulkRequeue('a/b')
    expect(await kiln.abortBulkRequeue('a/b')).toMatchObject({ status: 'aborted' })
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/requeues?limit=100',
      'GET /v1/requeues/a%2Fb',
      'POST /v1/requeues/a%2Fb/abort',
      'POST /v1/requeues/a%2Fb/abort',
    ])
  })
})

const cancel = (endedAt: string | null) => json(202, { id: 'cancel_1', endedAt })

describe('a bulk cancel', () => {
  const QUEUED = { filter: { state: 'queued' } } as const
  const both = json(200, { cancels: [{ endedAt: null }, { endedAt: '2026-11-21T12:00:00Z' }] })

  test('is planned, begun under one key, followed, listed and aborted', async () => {
    const { kiln, seen } = await kilnAgainst([
      json(200, { matching: 3 }),
      hangUp,
      cancel(null),
      cancel(null),
      cancel('2026-11-21T12:00:00Z'),
      both,
      both,
      cancel('2026-11-21T12:00:00Z'),
    ])
    expect(await kiln.planBulkCancel(QUEUED)).toEqual({ matching: 3 })
    expect(await kiln.startBulkCancel({ ...QUEUED, limit: 2 })).toMatchObject({ id: 'cancel_1' })
    expect((await kiln.waitForBulkCancel('cancel_1')).endedAt).not.toBeNull()
    expect(await kiln.bulkCancels()).toEqual([{ endedAt: null }])
    expect(await kiln.bulkCancels({ ended: true })).toHaveLength(2)
    await kiln.abortBulkCancel('a/b')
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v1/cancels',
      'POST /v1/cancels',
      'POST /v1/cancels',
      'GET /v1/cancels/cancel_1',
      'GET /v1/cancels/cancel_1',
      'GET /v1/cancels?limit=100',
      'GET /v1/cancels?limit=100',
      'POST /v1/cancels/a%2Fb/abort',
    ])
    const [, first, second] = seen.map(({ headers }) => headers['idempotency-key'])
    expect(second).toBe(first)
    expect(JSON.parse(seen[2]!.body.toString())).toEqual({ ...QUEUED, limit: 2 })
  })
})

describe('the system', () => {
  test('is paused as often as it takes, and resumed once', async () => {
    const paused = json(200, { scope: 'submit', paused: true })
    const { kiln, seen } = await kilnAgainst([hangUp, paused, hangUp])
    await kiln.pause()
    expect(await problemIn(kiln.resume('model:z-image'))).toMatchObject({ code: 'unreachable' })
    expect(seen.map(({ url, body }) => `${url} ${body.toString()}`)).toEqual([
      '/v1/system/pause {"scope":"submit"}',
      '/v1/system/pause {"scope":"submit"}',
      '/v1/system/resume {"scope":"model:z-image"}',
    ])
  })

  test('told by something else that speaks JSON is told by nobody', async () => {
    const { kiln } = await kilnAgainst([json(200, { hello: 'world' })])
    expect(await problemIn(kiln.system())).toMatchObject({ code: 'answerUnreadable' })
  })
})
