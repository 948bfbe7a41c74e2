import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  findFreePort,
  makeTemporaryFolder,
  makeTlsFiles,
  startPrivateCluster,
  startPrivateSentinel,
  tlsDirectives,
  type TlsFiles,
} from '@kiln/local'
import { audit } from './audit.ts'
import { ended, imageJob, submit } from './client.ts'
import { behindSentinel, inCluster, PREFIX, type StackRedis } from './stack-redis.ts'
import { startStack } from './stack.ts'

const ends: (() => Promise<void>)[] = []
let tls: TlsFiles
beforeEach(async () => {
  const folder = await makeTemporaryFolder('kiln-tls-')
  ends.push(() => folder.remove())
  tls = await makeTlsFiles(folder.path)
})
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
}, 60_000)

/** Every server twice: without TLS for the test, by TLS for kiln and among themselves. */
const GROUPS: Record<string, () => Promise<StackRedis>> = {
  async 'a cluster'() {
    const ports: number[] = []
    const directives = async () => {
      const port = await findFreePort()
      ports.push(port)
      return { ...tlsDirectives(tls, port), 'tls-cluster': 'yes' }
    }
    const cluster = await startPrivateCluster({ replicaFor: PREFIX, directives })
    const url = `rediss+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`
    return Object.assign(await inCluster(cluster), { url })
  },
  async 'three sentinels, the first of them dead'() {
    const group = await startPrivateSentinel({ sentinels: 3, tls })
    group.sentinel.kill('SIGKILL')
    return behindSentinel(group)
  },
}

describe('behind TLS, with an authority of one’s own', () => {
  test.each(Object.keys(GROUPS))(
    'jobs run on %s, and go on when the replica takes over',
    async (kind) => {
      const redis = await GROUPS[kind]!()
      ends.push(() => redis.stop())
      const stack = await startStack({ redis, env: { NODE_EXTRA_CA_CERTS: tls.authority } })
      ends.push(() => stack.stop())
      const first = await submit(stack, imageJob('before [sim: durationMs=1000]'))
      const across = await submit(stack, imageJob('across [sim: durationMs=20000]'))
      await ended(stack, first.id, 60_000)
      await redis.kill('SIGKILL')
      expect(await ended(stack, across.id, 120_000)).toMatchObject({ state: 'succeeded' })
      await audit(stack, [first.id, across.id])
    },
    240_000,
  )
})
