import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadCatalog } from '@kiln/catalog'
import { runHere } from '../testing/run-here.ts'

const at = (...args: string[]) => runHere(['schedule', 'x', ...args])

const UNKNOWN = { code: 'modelNotListed', title: 'No such model in the catalogue', detail: 'Did you mean x?' }

describe('kiln schedule', () => {
  const learned = {
    runs: 12,
    expectedSeconds: { half: 48, nineInTen: 71 },
    buckets: [
      { fromSeconds: 39.35, toSeconds: 49.43, runs: 9 },
      { fromSeconds: 49.43, toSeconds: 62.08, runs: 3 },
    ],
  }
  let server: Server
  let api: string
  const asked: (string | undefined)[] = []
  beforeAll(async () => {
    const { schema: _schema, ...model } = loadCatalog().describe('topaz/image-upscale')!
    server = createServer((request, response) => {
      asked.push(request.headers.authorization)
      const known = request.url === '/v1/models/topaz/image-upscale'
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(known ? { ...model, runTimes: learned } : UNKNOWN))
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  test('shows the runs of a model as bars, or as JSON, and gives the key', async () => {
    const args = ['schedule', 'topaz/image-upscale']
    const env = { KILN_API_URL: api, KILN_API_KEY: 'a-key' }
    const [bars, json] = await Promise.all([runHere(args, env), runHere([...args, '--json', '--api', api])])
    expect(bars.out).toContain(
      '12 runs, the older ones counted less. Half end within 48 s, nine in ten within 71 s.',
    )
    expect(bars.out).toMatch(/^39 s to 49 s +9 +█{40}$/m)
    expect(bars.out).toMatch(/^49 s to 62 s +3 +█{13}$/m)
    expect(JSON.parse(json.out)).toEqual({ id: 'topaz/image-upscale', runTimes: learned })
    expect(new Set(asked)).toEqual(new Set(['Bearer a-key', undefined]))
  })

  test.each([
    ['a password in the address', { KILN_API_URL: 'http://user:secret@127.0.0.1:9' }, 'neither a user'],
    ['a key of two lines', { KILN_API_URL: 'http://127.0.0.1:9', KILN_API_KEY: 'sec\nret' }, 'KILN_API_KEY'],
  ])('refuses %s, and shows it to nobody', async (_what, env, said) => {
    for (const command of [['system'], ['doctor']]) {
      const { code, out, err } = await runHere(command, env)
      expect([code, out]).toEqual([2, ''])
      expect(err).toContain(said)
      expect(err).not.toMatch(/secret|ret\b/)
    }
  })

  test('says what is wrong with the address or the model', async () => {
    const [none, silent, unknown] = await Promise.all([
      at(),
      at('--api', 'http://127.0.0.1:9'),
      at('--api', api),
    ])
    expect([none, silent, unknown].map(({ code }) => code)).toEqual([2, 2, 1])
    expect(none.err).toContain('The address of the API must be a URL, got "".')
    expect(silent.err).toContain('The API does not answer: 127.0.0.1:9: ')
    expect(unknown.err).toBe(
      'No such model in the catalogue. Did you mean x?\nSee `GET /v1/models` for every id.\n',
    )
  })
})
