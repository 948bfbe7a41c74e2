import { request } from 'node:http'
import { inflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSimulator, type Simulator } from '../index.ts'
import { KieCaller } from '../testing/kie-caller.ts'

let simulator: Simulator
let kie: KieCaller

beforeEach(async () => {
  simulator = await startSimulator()
  kie = new KieCaller(simulator)
})
afterEach(() => simulator.close())

async function resultUrl(model: string): Promise<string> {
  const { data } = await kie.readEnd(await kie.createId('[sim: durationMs=1]', { model }))
  return String((JSON.parse(String(data['resultJson'])) as { resultUrls: string[] }).resultUrls[0])
}

async function exchange(url: string): Promise<string> {
  const { text } = await kie.post('/api/v1/common/download-url', { url })
  return (JSON.parse(text) as { data: string }).data
}

async function uploaded(text: string) {
  const { data } = JSON.parse(text) as { data: { downloadUrl: string; mimeType: string; fileName: string } }
  const response = await fetch(data.downloadUrl)
  return { ...data, served: Buffer.from(await response.arrayBuffer()) }
}

describe('result links', () => {
  test.each([
    ['z-image', 'image/png', '89504e470d0a1a0a'],
    ['kling-3.0/video', 'video/mp4', '0000001866747970'],
    ['elevenlabs/text-to-speech-turbo-2-5', 'audio/mpeg', 'fffb9000'],
  ])('of %s serve %s without a key', async (model, type, start) => {
    const response = await fetch(await resultUrl(model))
    expect(response.headers.get('content-type')).toBe(type)
    expect(Buffer.from(await response.arrayBuffer()).toString('hex')).toMatch(new RegExp(`^${start}`))
  })

  test('hold a picture whose pixels can be unpacked', async () => {
    const bytes = Buffer.from(await (await fetch(await resultUrl('z-image'))).arrayBuffer())
    const dataAt = bytes.indexOf('IDAT')
    const pixels = inflateSync(bytes.subarray(dataAt + 4, dataAt + 4 + bytes.readUInt32BE(dataAt - 4)))
    expect(pixels).toHaveLength(64 * (1 + 64 * 3))
  })

  test('exist only for tasks that succeeded', async () => {
    const taskId = await kie.createId('a')
    expect((await fetch(`${simulator.url}/files/results/${taskId}-1.png`)).status).toBe(404)
  })

  test('can be exchanged for a link that dies after twenty minutes of KIE time', async () => {
    expect((await fetch(await exchange(await resultUrl('z-image')))).status).toBe(200)
    const fast = await startSimulator({ speed: 100_000 })
    kie = new KieCaller(fast)
    const link = await exchange(await resultUrl('z-image'))
    let status = 200
    while (status === 200) status = (await fetch(link)).status
    expect(status).toBe(403)
    await fast.close()
  })
})

describe('uploads', () => {
  test('take base64, as a data URL or bare', async () => {
    const base64 = Buffer.from('some bytes').toString('base64')
    const asDataUrl = {
      base64Data: `data:image/png;base64,${base64}`,
      fileName: 'a.png',
      uploadPath: 'images',
    }
    const reply = await kie.post('/api/file-base64-upload', asDataUrl)
    expect(reply).toMatchObject({
      status: 200,
      code: 200,
      data: { filePath: expect.stringContaining('/images/') },
    })
    expect(await uploaded(reply.text)).toMatchObject({
      fileName: 'a.png',
      mimeType: 'image/png',
      served: Buffer.from('some bytes'),
    })
    const bare = await kie.post('/api/file-base64-upload', { base64Data: base64 })
    expect((await uploaded(bare.text)).served.toString()).toBe('some bytes')
  })

  test('take a multipart stream', async () => {
    const form = new FormData()
    form.set('file', new File(['streamed bytes'], 'clip.mp4', { type: 'video/mp4' }))
    form.set('uploadPath', 'videos')
    const response = await fetch(`${simulator.url}/api/file-stream-upload`, {
      method: 'POST',
      headers: { authorization: 'Bearer any' },
      body: form,
    })
    expect(await uploaded(await response.text())).toMatchObject({
      fileName: 'clip.mp4',
      mimeType: 'video/mp4',
      served: Buffer.from('streamed bytes'),
    })
  })

  test('take a URL without calling it', async () => {
    const reply = await kie.post('/api/file-url-upload', {
      fileUrl: 'https://elsewhere.invalid/x/cat.png?size=1',
    })
    const { fileName, served } = await uploaded(reply.text)
    expect(fileName).toBe('cat.png')
    expect(served.subarray(1, 4).toString()).toBe('PNG')
  })

  test.each([
    ['/api/file-base64-upload', {}, 'base64Data is required'],
    ['/api/file-url-upload', { fileUrl: 'not a url' }, 'fileUrl is invalid'],
    ['/api/file-stream-upload', {}, 'file is required'],
  ])('%s refuses %j', async (path, body, msg) => {
    expect(await kie.post(path, body)).toMatchObject({ status: 200, code: 400, msg })
  })
})

describe('the edge', () => {
  test('answers a true 403 to a call without a User-Agent', async () => {
    const [status, text] = await new Promise<[number | undefined, string]>((resolve, reject) => {
      const call = request(`${simulator.url}/api/v1/chat/credit`, { agent: false }, (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () => resolve([response.statusCode, body]))
      })
      call.on('error', reject).end()
    })
    expect([status, text]).toEqual([403, 'error code: 1010'])
  })

  test('answers a true 404 to an unknown path', async () => {
    const reply = await kie.get('/api/v1/jobs/listTasks')
    expect(reply.status).toBe(404)
    expect(reply.text).toMatch(/^<html>/)
  })

  test('reads JSON under any content type, or none', async () => {
    const body = JSON.stringify({ model: 'z-image', input: { prompt: 'a' } })
    const bodies = [body, Buffer.from(body)]
    const statuses = await Promise.all(
      bodies.map(async (sent) => {
        const headers = { authorization: 'Bearer any' }
        const response = await fetch(`${simulator.url}/api/v1/jobs/createTask`, {
          method: 'POST',
          headers,
          body: sent,
        })
        return ((await response.json()) as { code: number }).code
      }),
    )
    expect(statuses).toEqual([200, 200])
  })
})
