import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { inspect } from 'node:util'
import { classifyRead } from './classify/read.ts'
import { classifySubmit } from './classify/submit.ts'
import { createKieClient, type KieClient, type KieClientOptions } from './client.ts'
import { scrubberFor } from './secrecy.ts'
import { startPeer, startSocketPeer, type LocalPeer } from './testing/local-peer.ts'

const API_KEY = 'canary/0123456789"abcdef0123456789'
const TASK = { model: 'm', input: { prompt: 'p' } }

function everythingIn(value: unknown): string {
  const json = JSON.stringify(value) ?? ''
  const stack = value instanceof Error ? String(value.stack) : ''
  return `${inspect(value, { depth: Infinity, showHidden: true, getters: true })} ${json} ${stack}`
}

function expectNoKey(value: unknown): void {
  const text = everythingIn(value)
  for (const spelling of [
    API_KEY,
    JSON.stringify(API_KEY).slice(1, -1),
    encodeURIComponent(API_KEY),
    'canary',
  ]) {
    expect(text).not.toContain(spelling)
  }
}

function clientFor(baseUrl: string, more: Partial<KieClientOptions> = {}): KieClient {
  return createKieClient({ baseUrl, uploadBaseUrl: baseUrl, apiKey: API_KEY, userAgent: 'kiln', ...more })
}

/** Gives the key back in every place a peer can write to. */
function echo(peerAnswers: { status: number; withRecord: boolean }) {
  return startPeer((response, request) => {
    const msg = `Invalid API key ${request.headers.authorization ?? ''} (${encodeURIComponent(API_KEY)})`
    const data = {
      taskId: API_KEY,
      state: 'success',
      resultJson: { resultUrls: [`https://a.example/${API_KEY}`] },
    }
    const body = JSON.stringify({ code: peerAnswers.status, msg, data: peerAnswers.withRecord ? data : null })
    response.writeHead(peerAnswers.status, API_KEY, { 'x-key': API_KEY }).end(body)
  })
}

describe('the API key stays inside', () => {
  const peers: Omit<LocalPeer, 'requests'>[] = []
  const urls: Record<string, string> = {}

  beforeAll(async () => {
    peers.push(
      await echo({ status: 200, withRecord: true }),
      await echo({ status: 401, withRecord: false }),
      await startSocketPeer((socket) => socket.once('data', () => socket.resetAndDestroy())),
      await startSocketPeer((socket) => socket.once('data', () => socket.end(`HTTP/9.9 ${API_KEY}\r\n\r\n`))),
      await startSocketPeer(() => undefined),
      await startPeer((response) => response.end(), 'https'),
    )
    const names = [
      'echoed in a success',
      'echoed in a refusal',
      'reset',
      'no HTTP',
      'silence',
      'bad certificate',
    ]
    names.forEach((name, index) => (urls[name] = peers[index]?.baseUrl ?? ''))
    urls['nothing listens'] = 'http://127.0.0.1:1'
    urls['no such host'] = 'http://kie.invalid'
  })
  afterAll(async () => {
    for (const peer of peers) await peer.close()
  })

  test.each([
    'echoed in a success',
    'echoed in a refusal',
    'reset',
    'no HTTP',
    'silence',
    'bad certificate',
    'nothing listens',
    'no such host',
  ])('%s: no call, and nothing made of it, holds the key', async (name) => {
    const client = clientFor(urls[name] ?? '', { timeouts: { readMs: 300, uploadMs: 300 } })
    const submitted = await client.createTask(TASK, { timeoutMs: 300 })
    const read = await client.recordInfo('t')
    expectNoKey(submitted)
    expectNoKey(read)
    expectNoKey(classifySubmit(submitted))
    expectNoKey(classifyRead(read, '[key]'))
    expectNoKey(await client.credit())
    expectNoKey(await client.downloadUrl('https://a.example'))
    expectNoKey(await client.uploadFromUrl({ fileUrl: 'https://a.example', uploadPath: 'p' }))
    expectNoKey(client)
    client.close()
  })

  test('causes are plain data', async () => {
    const exchange = await clientFor('http://127.0.0.1:1').createTask(TASK, { timeoutMs: 500 })
    expect(exchange).toStrictEqual({
      phase: 'connect',
      cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' },
    })
  })

  test('bugs that are thrown do not hold it', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    const client = clientFor('http://127.0.0.1:1')
    const thrown = await Promise.all([
      client.createTask({ model: 'm', input: circular }, { timeoutMs: 100 }).catch((error: unknown) => error),
      client.createTask({ model: 'm', input: 1n }, { timeoutMs: 100 }).catch((error: unknown) => error),
      caught(() => clientFor('no url')),
      caught(() => clientFor('ftp://a.example')),
      caught(() => clientFor('http://a.example', { apiKey: `${API_KEY}\r\nx: y` })),
      caught(() => clientFor('http://a.example', { userAgent: '' })),
    ])
    for (const error of thrown) {
      expect((error as Error).name).toBe('TypeError')
      expectNoKey(error)
    }
  })

  test('an empty key is refused: it would be sent as none', () => {
    expect(() => clientFor('http://a.example', { apiKey: '' })).toThrow('apiKey must be visible ASCII')
  })
})

describe('scrubbing', () => {
  test('removes every spelling of a key and nothing else', () => {
    const scrub = scrubberFor('abc/def+0123456789')
    expect(scrub(String.raw`x abc/def+0123456789 abc\/def+0123456789 abc%2Fdef%2B0123456789 y`)).toBe(
      'x [key] [key] [key] y',
    )
  })

  test('leaves text alone when the key is an ordinary word', () => {
    expect(scrubberFor('simulator')('http://simulator/x')).toBe('http://simulator/x')
  })
})

function caught(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
