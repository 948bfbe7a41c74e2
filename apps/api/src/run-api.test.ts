import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  type ProcessNotReadyError,
  startApi,
  startPrivateRedis,
  type PrivateRedis,
  type ReachableProcess,
} from '@kiln/local'
import { JOB_BODY } from './testing/drive-job.ts'

let server: PrivateRedis

beforeAll(async () => {
  server = await startPrivateRedis()
})
afterAll(() => server.stop())

const start = (env: Record<string, string> = {}) =>
  startApi({ env: { REDIS_URL: server.url, PORT: '0', ...env } })
const refusal = async (env: Record<string, string>): Promise<string> => {
  try {
    const api = await start(env)
    await api.stop('SIGKILL')
  } catch (error) {
    if ((error as Error).name === 'ProcessNotReadyError') return (error as ProcessNotReadyError).output
    throw error
  }
  throw new Error('it started')
}
const submit = (api: ReachableProcess) =>
  fetch(`${api.url}/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(JOB_BODY),
  })

describe('the process', () => {
  test('says where it listens, serves, and ends in order when told to', async () => {
    const api = await start()
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const job = (await (await submit(api)).json()) as { id: string }
    // A poll under way is finished, not cut.
    const poll = fetch(`${api.url}/v1/jobs/${job.id}?wait=60`)
    await fetch(`${api.url}/v1/jobs/${job.id}`)
    const startedMs = performance.now()
    const end = await api.stop('SIGTERM')
    expect(end).toEqual({ code: 0, signal: null })
    expect(performance.now() - startedMs).toBeLessThan(1_500)
    expect(await (await poll).json()).toMatchObject({ id: job.id, state: 'queued' })
    expect(api.output()).toContain('"event":"stopped"')
  })

  test('ends when its grace is over, even while Redis says nothing any more', async () => {
    const api = await start({ KILN_SHUTDOWN_GRACE: '300ms' })
    process.kill(server.pid!, 'SIGSTOP')
    try {
      const startedMs = performance.now()
      expect(await api.stop('SIGTERM', 10_000)).toEqual({ code: 1, signal: null })
      expect(performance.now() - startedMs).toBeLessThan(1_000)
      expect(api.output()).toContain('"event":"cutOff"')
    } finally {
      process.kill(server.pid!, 'SIGCONT')
    }
  })

  test('starts while Redis is away, says so, and serves once it is there', async () => {
    await server.kill()
    const api = await start()
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503)
    expect((await submit(api)).status).toBe(503)
    await server.restart()
    const deadlineMs = performance.now() + 10_000
    while ((await fetch(`${api.url}/readyz`)).status !== 200 && performance.now() < deadlineMs)
      await pause(50)
    expect((await submit(api)).status).toBe(202)
    expect((await api.stop()).code).toBe(0)
  })

  test('names every fault of its settings at once, and ends', async () => {
    const said = await refusal({ PORT: 'many', KILN_SUBMIT_LIMIT: 'fast', HOST: '0.0.0.0' })
    expect(said).toContain('PORT')
    expect(said).toContain('KILN_SUBMIT_LIMIT')
    expect(said).toContain('KILN_API_KEYS')
  })

  test('refuses a Redis that would lose jobs, and says what to set', async () => {
    const forgetful = await startPrivateRedis({ appendFsync: 'everysec' })
    const said = await refusal({ REDIS_URL: forgetful.url })
    expect(said).toContain('appendfsync must be always, got everysec')
    await forgetful.stop()
  })

  test('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await refusal({ PORT: String(port) })).toContain('EADDRINUSE')
    other.close()
  })
})
