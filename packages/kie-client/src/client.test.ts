import { describe, expect, test } from '@jest/globals'
import { ACCEPTED, API_KEY, clientFor, httpPeer, TASK } from './testing/client-and-peer.ts'

describe('what is sent', () => {
  test('createTask posts the task as JSON with the key and a User-Agent', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    const exchange = await client.createTask(
      { ...TASK, callBackUrl: 'https://me.example/cb' },
      { timeoutMs: 5_000 },
    )
    expect(exchange).toEqual({ phase: 'answer', httpStatus: 200, body: ACCEPTED, retryAfterMs: null })
    const [request] = peer.requests
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/jobs/createTask' })
    expect(JSON.parse(request?.body ?? '')).toEqual({ ...TASK, callBackUrl: 'https://me.example/cb' })
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${API_KEY}`,
      'user-agent': 'kiln/0.1',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    })
  })

  test('createTask leaves callBackUrl out when there is none', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(JSON.parse(peer.requests[0]?.body ?? '')).toEqual(TASK)
  })

  test('recordInfo asks for the task with its id escaped and a User-Agent', async () => {
    const { peer, client } = await httpPeer((response) => response.end('{}'))
    await client.recordInfo('a&b=c/d')
    expect(peer.requests[0]).toMatchObject({
      method: 'GET',
      path: '/api/v1/jobs/recordInfo?taskId=a%26b%3Dc%2Fd',
    })
    expect(peer.requests[0]?.headers['user-agent']).toBe('kiln/0.1')
  })

  test('createTask opens a new connection every time and closes it', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    for (let call = 0; call < 3; call += 1) await client.createTask(TASK, { timeoutMs: 5_000 })
    expect(peer.connections()).toBe(3)
    expect(peer.requests.map((request) => request.headers.connection)).toEqual(['close', 'close', 'close'])
  })

  test('recordInfo reuses one connection', async () => {
    const { peer, client } = await httpPeer((response) => response.end('{}'))
    for (let call = 0; call < 4; call += 1) await client.recordInfo('t')
    expect(peer.requests).toHaveLength(4)
    expect(peer.connections()).toBe(1)
  })

  test('createTask never takes the connection that reads use', async () => {
    const { peer, client } = await httpPeer((response) => response.end(ACCEPTED))
    await client.recordInfo('t')
    await client.createTask(TASK, { timeoutMs: 5_000 })
    await client.recordInfo('t')
    expect(peer.connections()).toBe(2)
  })

  test('a path in the base URL and slashes behind it are kept apart from the call', async () => {
    const { peer } = await httpPeer((response) => response.end('{}'))
    await clientFor(`${peer.baseUrl}/proxy//`).recordInfo('t')
    expect(peer.requests[0]?.path).toBe('/proxy/api/v1/jobs/recordInfo?taskId=t')
  })
})
