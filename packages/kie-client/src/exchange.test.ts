import { describe, expect, test } from '@jest/globals'
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { classifySubmit } from './classify/submit.ts'
import { ACCEPTED, clientFor, deadUrl, httpPeer, socketPeer, TASK } from './testing/client-and-peer.ts'

describe('before any byte of the request', () => {
  test('a refused connection is phase connect', async () => {
    const exchange = await clientFor(await deadUrl()).createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange).toMatchObject({ phase: 'connect', cause: { code: 'ECONNREFUSED' } })
  })

  test('a name that does not resolve is phase connect', async () => {
    const exchange = await clientFor('http://kie.invalid').createTask(TASK, { timeoutMs: 20_000 })
    expect(exchange.phase).toBe('connect')
    expect(classifySubmit(exchange).class).toBe('notSent')
  })

  test('a certificate that nobody vouches for is phase connect, and nothing was read by the peer', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED), 'https')
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange).toMatchObject({ phase: 'connect', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
    expect(peer.requests).toEqual([])
  })

  test('a peer that speaks plain HTTP on an https URL is phase connect', async () => {
    const { peer } = await httpPeer((response) => response.end(ACCEPTED))
    const exchange = await clientFor(peer.baseUrl.replace('http:', 'https:')).createTask(TASK, {
      timeoutMs: 5_000,
    })
    expect(exchange.phase).toBe('connect')
    expect(peer.requests).toEqual([])
  })

  test('a connection that closes during the TLS handshake is phase connect', async () => {
    const { client } = await socketPeer((socket) => socket.destroy(), 'https')
    expect((await client.createTask(TASK, { timeoutMs: 5_000 })).phase).toBe('connect')
  })

  test('a TLS handshake that is never answered ends at the deadline, phase connect', async () => {
    const { client } = await socketPeer(() => undefined, 'https')
    const exchange = await client.createTask(TASK, { timeoutMs: 100 })
    expect(exchange).toMatchObject({ phase: 'connect', cause: { code: 'ETIMEDOUT' } })
  })

  test('with nothing left of the deadline no connection is opened', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    for (const timeoutMs of [0, -5, Number.NaN]) {
      const exchange = await client.createTask(TASK, { timeoutMs })
      expect(exchange).toMatchObject({ phase: 'connect', cause: { code: 'ETIMEDOUT' } })
    }
    expect(peer.connections()).toBe(0)
  })

  test('an event loop blocked past the deadline while connecting sends nothing', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    const call = client.createTask(TASK, { timeoutMs: 60 })
    // Ticks start the connection but do not let the event loop see that it is there.
    for (let tick = 0; tick < 50; tick += 1) await new Promise((resolve) => process.nextTick(resolve))
    const blockedUntil = performance.now() + 120
    while (performance.now() < blockedUntil);
    expect(await call).toMatchObject({ phase: 'connect', cause: { code: 'ETIMEDOUT' } })
    expect(peer.requests).toEqual([])
  })

  test('a reset while connecting is phase connect: not one byte was read', async () => {
    let bytesRead = 0
    const { client } = await socketPeer((socket) => {
      socket.once('close', () => (bytesRead += socket.bytesRead))
      socket.resetAndDestroy()
    })
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange).toMatchObject({ phase: 'connect', cause: { code: 'ECONNRESET' } })
    expect(bytesRead).toBe(0)
  })
})

describe('after the first byte', () => {
  test('a reset after the first bytes of the request is phase wire', async () => {
    const { client } = await socketPeer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await client.createTask(TASK, { timeoutMs: 5_000 })).toMatchObject({
      phase: 'wire',
      cause: { code: 'ECONNRESET' },
    })
  })

  test.each([
    ['half a status line', 'HTTP/1.1 20'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['headers and no body', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n'],
    ['half a body', `HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${ACCEPTED}`],
    ['half a chunk', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n${ACCEPTED}`],
    ['headers of a megabyte', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`],
  ])('%s and then the end is phase wire', async (_what, bytes) => {
    const { client } = await socketPeer((socket) => socket.once('data', () => socket.end(bytes)))
    const exchange = await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(exchange.phase).toBe('wire')
    expect(classifySubmit(exchange).class).toBe('unknown')
  })

  test('a gzip body that breaks off is phase wire at once, not at the deadline', async () => {
    const half = gzipSync(ACCEPTED.repeat(50)).subarray(0, 60)
    const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 900\r\n\r\n'
    const { client } = await socketPeer((socket) =>
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), half]))),
    )
    const exchange = await client.createTask(TASK, { timeoutMs: 20_000 })
    expect(exchange).toMatchObject({ phase: 'wire', cause: { code: expect.not.stringMatching('ETIMEDOUT') } })
  })

  test('a silent peer ends at the deadline', async () => {
    const { client } = await socketPeer(() => undefined)
    const exchange = await client.createTask(TASK, { timeoutMs: 1_000 })
    expect(exchange).toMatchObject({ phase: 'wire', cause: { code: 'ETIMEDOUT' } })
  })

  test.each([
    ['a dripping body', 'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n'],
    ['dripping headers', 'HTTP/1.1 200 OK\r\nX-Drip: '],
  ])('%s does not stretch the one deadline', async (_what, head) => {
    let drip: NodeJS.Timeout | undefined
    const { client } = await socketPeer((socket) => {
      socket.once('close', () => clearInterval(drip))
      socket.once('data', () => {
        socket.write(head)
        drip = setInterval(() => socket.write(' '), 10)
      })
    })
    const exchange = await client.createTask(TASK, { timeoutMs: 1_000 })
    expect(exchange).toMatchObject({ phase: 'wire', cause: { code: 'ETIMEDOUT' } })
  })

  test('a change of protocol that nobody asked for ends at the deadline', async () => {
    const bytes = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'
    const { client } = await socketPeer((socket) => socket.once('data', () => socket.write(bytes)))
    expect(await client.createTask(TASK, { timeoutMs: 1_000 })).toMatchObject({ phase: 'wire' })
  })

  test('recordInfo has a deadline of its own', async () => {
    const { client } = await socketPeer(() => undefined)
    expect(await client.recordInfo('t', { timeoutMs: 1_000 })).toMatchObject({ phase: 'wire' })
  })

  test('a read on a connection that the peer closed meanwhile is an exchange, and the next one works', async () => {
    const { peer, client } = await httpPeer((response) => {
      response.end('{}')
      response.socket?.end()
    })
    const phases = []
    for (let call = 0; call < 5; call += 1) phases.push((await client.recordInfo('t')).phase)
    expect(phases[0]).toBe('answer')
    expect(phases.filter((phase) => phase === 'connect')).toEqual([])
    expect(peer.connections()).toBeGreaterThan(1)
  })
})
