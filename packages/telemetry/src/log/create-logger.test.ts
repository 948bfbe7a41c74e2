import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import type { LevelWithSilent } from 'pino'
import { createLogger } from './create-logger.ts'

function capture(options: { level?: LevelWithSilent; secrets?: string[] } = {}) {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const logger = createLogger({ level: 'info', name: 'kiln-test', ...options, destination })
  const last = () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown>
  return { logger, lines, last }
}

describe('a log line', () => {
  test('is one line of JSON with an ISO time and the level as a word', () => {
    const { logger, lines, last } = capture()
    logger.warn({ jobId: 'job_1', polls: 3 }, 'verdict is late')
    expect(lines).toEqual([expect.stringMatching(/^\{.*\}\n$/)])
    expect(last()).toMatchObject({
      level: 'warn',
      name: 'kiln-test',
      jobId: 'job_1',
      polls: 3,
      msg: 'verdict is late',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
  })

  test('is not written below the level', () => {
    const { logger, lines } = capture({ level: 'warn' })
    logger.info('quiet')
    expect(lines).toEqual([])
  })

  test.each([
    ['as the first argument', (error: Error) => error],
    ['as err', (error: Error) => ({ err: error })],
    ['as error', (error: Error) => ({ error })],
    ['deep inside', (error: Error) => ({ attempt: { failures: [{ reason: error }] } })],
    ['as the cause of another', (error: Error) => ({ err: new Error('outer', { cause: error }) })],
  ])('never shows the headers of an error given %s', (_, fields) => {
    const { logger, lines } = capture()
    const error = Object.assign(new Error('refused'), {
      code: 'E_HTTP',
      options: { headers: { authorization: 'Bearer hidden' } },
      toJSON: () => ({ headers: { authorization: 'Bearer hidden' } }),
    })
    logger.error(fields(error))
    expect(lines.join()).toContain('E_HTTP')
    expect(lines.join()).not.toContain('hidden')
  })

  test('takes an error of another realm as its first argument', () => {
    const { logger, last } = capture()
    logger.error(
      { name: 'Error', message: 'far away', stack: 'Error: far away', code: 'E_FAR', options: 'hidden' },
      'it failed',
    )
    expect(last()).toMatchObject({ err: { code: 'E_FAR', message: 'far away' }, msg: 'it failed' })
    expect(last()).not.toHaveProperty('options')
  })

  test('shows of a real request its method and path only, and no callback token', async () => {
    const { logger, last } = capture()
    const server = createServer((request, response) => {
      logger.info({ req: request, res: response, incoming: request }, 'came')
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const headers = { authorization: 'Bearer hidden', cookie: 'a=hidden' }
    const request = get({
      port,
      host: '127.0.0.1',
      path: '/x/callbacks/kie/hidden?token=hidden',
      headers,
      agent: false,
    })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    server.close()
    await once(server, 'close')
    expect(last()).toMatchObject({
      req: { method: 'GET', path: '/x/callbacks/kie/[secret]' },
      res: { statusCode: 200 },
      incoming: '[IncomingMessage]',
    })
    expect(JSON.stringify(last())).not.toContain('hidden')
  })

  test('shows no text under a telling name, at any depth, and leaves counts alone', () => {
    const { logger, last } = capture()
    logger.info({
      apiKey: 'a',
      deep: { list: [{ Authorization: 'b', set_cookie: ['c'], maxTokens: 5 }] },
      token: null,
    })
    expect(last()).toMatchObject({
      apiKey: '[secret]',
      deep: { list: [{ Authorization: '[secret]', set_cookie: '[secret]', maxTokens: 5 }] },
      token: null,
    })
  })

  test('holds no configured secret, wherever it stands', () => {
    const secret = 'kie"key\\with-quotes'
    const { logger, lines } = capture({ secrets: [secret, 'p@ss/word-1'] })
    logger
      .child({ requestId: `r-${secret}` })
      .info({ note: secret, url: 'https://x/?k=p%40ss%2Fword-1' }, `sent ${secret}`)
    logger.error(Object.assign(new Error(`refused ${secret}`), { code: 1 }))
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line).not.toMatch(/with-quotes|word-1/)
      expect(line).toContain('[secret]')
      expect(() => JSON.parse(line) as unknown).not.toThrow()
    }
  })

  test('is cut to size, and survives what cannot be written', () => {
    const { logger, last } = capture()
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const when = new Date('2026-01-02T03:04:05.678Z')
    const many = Array.from({ length: 60 }, (_, i) => i)
    logger.info({
      loop,
      many,
      when,
      never: new Date(Number.NaN),
      big: 10n,
      call: () => 1,
      map: new Map(),
      long: 'x'.repeat(3_000),
    })
    expect(last()).toMatchObject({ when: when.toISOString(), never: null, big: '10', map: '[Map]' })
    expect(last()['many']).toEqual([...many.slice(0, 50), '… 10 more'])
    expect(last()['long']).toBe(`${'x'.repeat(2_000)}…`)
    expect(JSON.stringify(last()['loop'])).toContain('[object]')
    expect(last()).not.toHaveProperty('call')
  })
})
