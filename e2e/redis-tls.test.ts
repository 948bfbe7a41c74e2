import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  findFreePort,
  makeTemporaryFolder,
  makeTlsFiles,
  programCommand,
  startPrivateCluster,
  startPrivateRedis,
  tlsDirectives,
  type TlsFiles,
} from '@kiln/local'
import { ended, imageJob, submit } from './client.ts'
import { startStack } from './stack.ts'

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
let tls: TlsFiles
beforeAll(async () => {
  folder = await makeTemporaryFolder('kiln-tls-')
  tls = await makeTlsFiles(folder.path)
})
afterAll(() => folder.remove())

interface Finding {
  subject: string
  code: string
  says: string
}

/** What kiln doctor finds of Redis. */
function lookAt(url: string, env: Record<string, string>): Promise<Finding[]> {
  const { command, args } = programCommand('apps/cli/src/main.ts')
  const all = { PATH: process.env['PATH'] ?? '', REDIS_URL: url, ...env }
  return new Promise((resolve) => {
    execFile(command, [...args, 'doctor', '--json'], { env: all }, (_error, out) => {
      const { findings } = JSON.parse(out) as { findings: Finding[] }
      resolve(findings.filter(({ subject }) => subject === 'redis'))
    })
  })
}

describe('a Redis behind TLS, with an authority of one’s own', () => {
  test('runs jobs, and without the authority the doctor says what is wrong', async () => {
    const port = await findFreePort()
    const server = await startPrivateRedis({ kind: 'real', directives: tlsDirectives(tls, port) })
    const url = `rediss://127.0.0.1:${port}`
    const redis = Object.assign(Object.create(server) as typeof server, { url, directUrl: server.url })
    const stack = await startStack({ redis, env: { NODE_EXTRA_CA_CERTS: tls.authority } })
    const { id } = await submit(stack, imageJob('over TLS [sim: durationMs=1000]'))
    expect(await ended(stack, id)).toMatchObject({ state: 'succeeded' })
    expect(await lookAt(url, {})).toMatchObject([
      { code: 'redisSilent', says: expect.stringMatching(/certificate/) },
    ])
    await stack.stop()
    await server.stop()
  }, 90_000)

  test('is found in a cluster too', async () => {
    const ports: number[] = []
    const directives = async () => {
      const port = await findFreePort()
      ports.push(port)
      return { ...tlsDirectives(tls, port), 'tls-cluster': 'yes' }
    }
    const cluster = await startPrivateCluster({ directives })
    const nodes = ports.map((port) => `127.0.0.1:${port}`).join(',')
    const found = await lookAt(`rediss+cluster://${nodes}`, { NODE_EXTRA_CA_CERTS: tls.authority })
    expect(found).toMatchObject([{ code: 'redisGood' }])
    await cluster.stop()
  }, 60_000)
})
