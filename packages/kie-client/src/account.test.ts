import { afterEach, describe, expect, test } from '@jest/globals'
import { Readable } from 'node:stream'
import { createKieClient, type KieClient } from './client.ts'
import { startPeer, startSocketPeer } from './testing/local-peer.ts'
import { readRecordings } from './testing/recordings.ts'

const opened: { close: () => unknown }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function clientFor(baseUrl: string): KieClient {
  const client = createKieClient({
    baseUrl,
    uploadBaseUrl: `${baseUrl}/files`,
    apiKey: 'canary-0123456789abcdef0123456789',
    userAgent: 'kiln/0.1',
    timeouts: { uploadMs: 4_000 },
  })
  opened.push(client)
  return client
}

async function peerAnswering(body: unknown, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const peer = await startPeer((response) => response.writeHead(status).end(text))
  opened.push(peer)
  return { peer, client: clientFor(peer.baseUrl) }
}

const UPLOADED = { success: true, code: 200, msg: 'ok', data: { downloadUrl: 'https://files.example/a.png' } }

describe('the balance', () => {
  const recorded = readRecordings().other.filter((call) => call.path === '/api/v1/chat/credit')

  test.each(recorded.map((call) => call.body))('is the recorded number: %j', async (body) => {
    const { peer, client } = await peerAnswering(body)
    expect(await client.credit()).toEqual({ kind: 'balance', credits: body.data })
    expect(peer.requests[0]).toMatchObject({ method: 'GET', path: '/api/v1/chat/credit' })
  })

  test.each([
    ['no number', { code: 200, msg: 'success', data: null }, 200, '200'],
    ['a refused key', { code: 401, msg: 'You do not have access permissions' }, 200, '401'],
    ['HTTP 401', { code: 401, msg: 'Unauthorized' }, 401, '401'],
    ['a page of the edge', '<html>error code: 1010</html>', 403, '403'],
  ])('is not read from %s', async (_what, body, status, code) => {
    const { client } = await peerAnswering(body, status)
    expect(await client.credit()).toMatchObject({ kind: 'failed', words: { code } })
  })

  test('is not known when nobody answers', async () => {
    expect(await clientFor('http://127.0.0.1:1').credit()).toMatchObject({
      kind: 'failed',
      words: { code: 'ECONNREFUSED' },
    })
  })
})

describe('a download link', () => {
  test('is the data itself', async () => {
    const { peer, client } = await peerAnswering({
      code: 200,
      msg: 'success',
      data: 'https://a.example/x?sig=1',
    })
    expect(await client.downloadUrl('https://tempfile.example/x')).toEqual({
      kind: 'link',
      url: 'https://a.example/x?sig=1',
    })
    expect(peer.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/common/download-url',
      body: '{"url":"https://tempfile.example/x"}',
    })
  })

  test('of a foreign URL is refused, as recorded', async () => {
    const refused = readRecordings().other.find((call) => call.path === '/api/v1/common/download-url')
    const { client } = await peerAnswering(refused?.body)
    expect(await client.downloadUrl('https://elsewhere.example')).toEqual({
      kind: 'failed',
      words: { code: '422', message: 'url is wrong' },
    })
  })

  test.each(['javascript:alert(1)', '/relative', 5, null])('is not %j', async (data) => {
    const { client } = await peerAnswering({ code: 200, data })
    expect((await client.downloadUrl('https://a.example')).kind).toBe('failed')
  })
})

describe('uploads', () => {
  test('by URL and as base64 post their JSON to the upload host', async () => {
    const { peer, client } = await peerAnswering(UPLOADED)
    const link = { kind: 'link', url: 'https://files.example/a.png' }
    expect(await client.uploadFromUrl({ fileUrl: 'https://b.example/b.png', uploadPath: 'in' })).toEqual(link)
    expect(await client.uploadBase64({ base64Data: 'AAAA', uploadPath: 'in', fileName: 'a.png' })).toEqual(
      link,
    )
    expect(peer.requests.map((request) => [request.path, JSON.parse(request.body) as unknown])).toEqual([
      ['/files/api/file-url-upload', { fileUrl: 'https://b.example/b.png', uploadPath: 'in' }],
      ['/files/api/file-base64-upload', { base64Data: 'AAAA', uploadPath: 'in', fileName: 'a.png' }],
    ])
  })

  test('as a stream are one multipart form, read back by a standard parser', async () => {
    const { peer, client } = await peerAnswering(UPLOADED)
    const sent = await client.uploadStream({
      content: Readable.from([Buffer.from('first '), Buffer.from('second')]),
      contentType: 'image/png',
      fileName: 'a "b"\r\nc.png',
      uploadPath: 'in',
    })
    expect(sent).toEqual({ kind: 'link', url: 'https://files.example/a.png' })
    const [request] = peer.requests
    expect(request?.path).toBe('/files/api/file-stream-upload')
    const contentType = request?.headers['content-type'] ?? ''
    const form = await new Response(request?.body, { headers: { 'content-type': contentType } }).formData()
    const file = form.get('file') as unknown as { name: string; type: string; text: () => Promise<string> }
    expect(form.get('uploadPath')).toBe('in')
    expect({ type: file.type, text: await file.text() }).toEqual({ type: 'image/png', text: 'first second' })
    expect(file.name).toBe('a "b"\r\nc.png')
  })

  test('that the peer never reads end at the deadline and let go of their source', async () => {
    const peer = await startSocketPeer((socket) => socket.pause())
    opened.push(peer)
    let released = false
    async function* endless() {
      try {
        for (;;) yield Buffer.alloc(65_536)
      } finally {
        released = true
      }
    }
    const link = await clientFor(peer.baseUrl).uploadStream({
      content: endless(),
      contentType: 'video/mp4',
      fileName: 'a.mp4',
      uploadPath: 'in',
    })
    expect(link).toMatchObject({ kind: 'failed', words: { code: 'ETIMEDOUT' } })
    await new Promise((resolve) => setImmediate(resolve))
    expect(released).toBe(true)
  })

  test('whose source breaks end as a failure', async () => {
    const { peer, client } = await peerAnswering(UPLOADED)
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'))
      },
    })
    const upload = { content: broken, contentType: 'image/png', fileName: 'a.png', uploadPath: 'in' }
    expect(await client.uploadStream(upload)).toMatchObject({
      kind: 'failed',
      words: { message: expect.stringContaining('the disk is gone') as unknown },
    })
    expect(peer.requests).toEqual([])
  })

  test('without a download URL in the answer are a failure', async () => {
    const { client } = await peerAnswering({ ...UPLOADED, data: { fileUrl: 'https://files.example/a.png' } })
    expect((await client.uploadFromUrl({ fileUrl: 'https://b.example', uploadPath: 'in' })).kind).toBe(
      'failed',
    )
  })
})
