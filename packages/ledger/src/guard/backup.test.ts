import { execFile } from 'node:child_process'
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { findRedisBinary, makeTemporaryFolder, startPrivateRedis, type PrivateRedis } from '@kiln/local'
import { Redis } from 'ioredis'
import { checkContract } from '../connection/contract.ts'
import { createLedger } from '../create-ledger.ts'
import { begun, ledgerUnderTest } from '../testing/ledger-under-test.ts'
import { gatesOf } from '../testing/reads.ts'
import { rememberIntents } from './remember-intents.ts'

const run = promisify(execFile)

/** redis-cli, or valkey-cli, of the Redis that the tests have. */
const cli = (...args: string[]) => run(findRedisBinary()!.path.replace('-server', '-cli'), args)

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
let lived: PrivateRedis
beforeAll(async () => {
  folder = await makeTemporaryFolder('kiln-backup-')
  lived = await startPrivateRedis({ kind: 'real' })
})
afterAll(async () => {
  await lived.stop()
  await folder.remove()
})

async function withRedis<T>(
  url: string,
  prefix: string,
  act: (
    redis: Redis,
    ledger: ReturnType<typeof createLedger>,
    memory: ReturnType<typeof rememberIntents>,
  ) => Promise<T>,
): Promise<T> {
  const redis = new Redis(url)
  const memory = rememberIntents()
  try {
    const { limits } = ledgerUnderTest(redis)
    return await act(redis, createLedger(redis, prefix, limits, memory), memory)
  } finally {
    redis.disconnect()
  }
}

/** A folder of data, as the steps of docs/operating.md make one of a dump. */
async function dataFromDump(dump: string): Promise<string> {
  const dir = await makeTemporaryFolder('kiln-restored-')
  await cp(dump, join(dir.path, 'dump.rdb'))
  const loading = await startPrivateRedis({ kind: 'real', dir: dir.path, directives: { appendonly: 'no' } })
  const port = new URL(loading.url).port
  await cli('-p', port, 'config', 'set', 'appendonly', 'yes')
  for (let rewriting = true; rewriting;) {
    const { stdout } = await cli('-p', port, 'info', 'persistence')
    rewriting = /aof_rewrite_(?:in_progress|scheduled):1/.test(stdout)
  }
  await loading.stop()
  return dir.path
}

/** A folder of data, from a copy of the log taken while Redis ran. */
async function dataFromLog(copy: string): Promise<string> {
  const dir = await makeTemporaryFolder('kiln-restored-')
  await rename(copy, join(dir.path, 'appendonlydir'))
  return dir.path
}

describe('a backup', () => {
  test.each([
    ['redis-cli --rdb', async (to: string) => void (await cli('-u', lived.url, '--rdb', to)), dataFromDump],
    [
      'a copy of the log',
      (to: string) => cp(join(lived.dir!, 'appendonlydir'), to, { recursive: true }),
      dataFromLog,
    ],
  ])(
    'made with %s is a ledger again, and is frozen for a worker that saw it go further',
    async (name, take, restore) => {
      const prefix = `{backup ${name}}`
      const path = join(folder.path, name)
      const mark = await withRedis(lived.url, prefix, async (_redis, ledger, memory) => {
        await begun(ledger)
        await take(path)
        await begun(ledger)
        return memory.mark()
      })
      const restored = await startPrivateRedis({ kind: 'real', dir: await restore(path) })
      try {
        // Whoever never saw it cannot know.
        await withRedis(restored.url, prefix, async (_redis, ledger) => {
          await ledger.identify()
          await ledger.feed()
          expect(await gatesOf(ledger)).toEqual([])
        })
        await withRedis(restored.url, prefix, async (redis, ledger, memory) => {
          expect(await checkContract(redis, 'checked')).toMatchObject({ ok: true })
          expect((await ledger.figures()).accepted).toBe(1)
          await ledger.identify()
          memory.recall(mark!)
          await ledger.feed()
          expect((await ledger.figures()).closedGates).toMatchObject([
            { gate: 'paused', cause: expect.stringContaining('its last 1 intents are missing') },
          ])
          await ledger.resume('submit')
          await begun(ledger)
        })
      } finally {
        await restored.stop()
      }
    },
    30_000,
  )
})
