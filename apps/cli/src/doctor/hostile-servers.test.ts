import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runHere } from '../testing/run-here.ts'

const KEY = 'a-key-that-nobody-may-see'
/** What a terminal obeys: a byte, a C1 sequence, a turn of the reading direction. */
const HOSTILE = 'a\u001b[2Jb\u009b31mc\u202ed'
const CHUNK = Buffer.alloc(65_536, 'x')

/** Goes on for as long as somebody reads. */
function endless(response: ServerResponse): void {
  const more = () => {
    while (response.write(CHUNK));
  }
  response.on('drain', more)
  more()
}

const json =
  (body: string, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body)

/** By the first word of the path. */
const SITES: Readonly<Record<string, (response: ServerResponse, path: string) => void>> = {
  endless,
  moved: (response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  nothing: json('null', 503),
  broke: json('{"code":200,"msg":"success","data":0}'),
  hostile: json(JSON.stringify({ detail: HOSTILE, code: 401, msg: HOSTILE, data: HOSTILE }), 503),
  another: (response, path) =>
    json(path === '/readyz' ? '{}' : '{"gates":[null],"workers":"many"}')(response),
}

let server: Server
let url: string
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    if (request.method === 'HEAD') return response.end()
    const [, site = '', ...path] = request.url!.split('/')
    SITES[site]!(response, `/${path.join('/')}`)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function examine(site: string) {
  const address = `${url}/${site}`
  const env = { KIE_AI_API_KEY: KEY, KIE_BASE_URL: address, KIE_CALLBACK_URL: address, KILN_API_URL: address }
  const { code, out, err } = await runHere(['doctor', '--json'], env)
  const { findings } = JSON.parse(out) as { findings: { subject: string; code: string; says: string }[] }
  const codes = ['kie', 'callback', 'api'].map((one) => findings.find(({ subject }) => subject === one)?.code)
  return { code, err, out, codes }
}

describe('kiln doctor, told by servers that are not what they should be', () => {
  test.each([
    ['endless', ['kieSilent', 'callbackElsewhere', 'apiNotReady']],
    ['moved', ['kieSilent', 'callbackMoved', 'apiNotReady']],
    ['nothing', ['kieSilent', 'callbackElsewhere', 'apiNotReady']],
    ['broke', ['kieWithoutCredits', 'callbackElsewhere', 'apiNotReady']],
    ['hostile', ['kieSilent', 'callbackElsewhere', 'apiNotReady']],
    ['another', ['kieSilent', 'callbackElsewhere', 'apiNotReady']],
  ])('says so of %s', async (site, expected) => {
    const { code, err, out, codes } = await examine(site)
    expect([codes, err, code]).toEqual([expected, '', 1])
    expect(out).not.toContain(KEY)
    expect(out).not.toMatch(/[^\P{C}\n]/u)
  })
})
