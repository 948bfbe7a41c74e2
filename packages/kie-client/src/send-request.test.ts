import { describe, expect, test } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import { classifySubmit } from './classify/submit.ts'
import { ACCEPTED, httpPeer, TASK } from './testing/client-and-peer.ts'

describe('answers', () => {
  test.each([200, 201, 400, 401, 403, 404, 429, 455, 500, 502, 530])(
    'HTTP %i is an answer',
    async (status) => {
      const { client } = await httpPeer((response) => response.writeHead(status).end('text'))
      const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
      expect(exchange).toEqual({ phase: 'answer', httpStatus: status, body: 'text', retryAfterMs: null })
    },
  )

  test.each([301, 302, 303, 307, 308])('a %i redirect is not followed', async (status) => {
    const elsewhere = await httpPeer((response) => response.end(ACCEPTED))
    const { client } = await httpPeer((response) =>
      response.writeHead(status, { location: elsewhere.peer.baseUrl }).end(),
    )
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange).toMatchObject({ phase: 'answer', httpStatus: status })
    expect(classifySubmit(exchange).class).toBe('edge')
    expect(elsewhere.peer.connections()).toBe(0)
  })

  test('an HTTP error is answered once and never sent again', async () => {
    const { peer, client } = await httpPeer((response) => response.writeHead(503).end())
    await client.createTask(TASK, { timeoutMs: 5_000 })
    await client.recordInfo('t')
    expect(peer.requests).toHaveLength(2)
  })

  test('a gzip body is read although none was asked for', async () => {
    const { client } = await httpPeer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(ACCEPTED)),
    )
    expect(await client.createTask(TASK, { timeoutMs: 5_000 })).toMatchObject({ body: ACCEPTED })
  })

  test('a body that calls itself gzip and is not gives no answer that anybody could believe', async () => {
    const { client } = await httpPeer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(ACCEPTED),
    )
    expect(classifySubmit(await client.createTask(TASK, { timeoutMs: 5_000 })).class).toBe('unknown')
  })

  test('a gzip bomb is cut off and the process does not grow', async () => {
    const tenMegabytes = gzipSync(Buffer.alloc(10_000_000))
    const bomb = Buffer.concat(Array.from({ length: 30 }, () => tenMegabytes))
    expect(bomb.length).toBeLessThan(320_000)
    const { client } = await httpPeer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    const before = process.memoryUsage().rss
    const exchange = await client.createTask(TASK, { timeoutMs: 10_000 })
    expect(exchange).toMatchObject({ phase: 'answer', httpStatus: 200, body: null })
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
  })

  test('a body of 2 MB is no body', async () => {
    const { client } = await httpPeer((response) => response.end('x'.repeat(2_000_000)))
    expect(await client.createTask(TASK, { timeoutMs: 5_000 })).toMatchObject({ phase: 'answer', body: null })
  })

  test('an endless body ends at the cap, long before the deadline', async () => {
    const { client } = await httpPeer((response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', pour)
      pour()
    })
    expect(await client.createTask(TASK, { timeoutMs: 20_000 })).toMatchObject({
      phase: 'answer',
      body: null,
    })
  })

  test('bytes that are no UTF-8 are no body', async () => {
    const { client } = await httpPeer((response) => response.end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])))
    expect(await client.createTask(TASK, { timeoutMs: 5_000 })).toMatchObject({ phase: 'answer', body: null })
  })

  test('truncated JSON in a whole body is left for the classifier', async () => {
    const { client } = await httpPeer((response) => response.end(ACCEPTED.slice(0, -10)))
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange.phase).toBe('answer')
    expect(classifySubmit(exchange).class).toBe('unknown')
  })

  test('Retry-After comes along in milliseconds', async () => {
    const { client } = await httpPeer((response) =>
      response.writeHead(429, { 'retry-after': '7' }).end('{"code":429}'),
    )
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange).toMatchObject({ retryAfterMs: 7_000 })
    expect(classifySubmit(exchange)).toMatchObject({ class: 'rateLimited', retryAfterMs: 7_000 })
  })
})
