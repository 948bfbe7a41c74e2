import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startPrivateRedis } from '@kiln/local'
import type { Redis } from 'ioredis'
import { connectForWork } from '../connection/connect.ts'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { followVerdicts } from './verdicts.ts'

let server: Awaited<ReturnType<typeof startPrivateRedis>>
let redis: Redis
let blocking: Redis

beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'auto' })
  redis = connectForWork(server.url)
  blocking = connectForWork(server.url)
})
afterAll(async () => {
  redis.disconnect()
  blocking.disconnect()
  await server.stop()
})

const FAR_MS = 20_000

describe('waiting for a verdict', () => {
  test('wakes those who wait for the job that ended, and nobody else', async () => {
    const { ledger, prefix } = ledgerUnderTest(redis)
    const verdicts = followVerdicts(blocking, prefix)
    const [ends, stays] = [newJob(), newJob()]
    await ledger.accept(ends, null)
    await ledger.accept(stays, null)
    // The first wait starts the reader, and is told to look again once it runs.
    await verdicts.wait(ends.id, FAR_MS)
    let staysWoken = false
    const stayed = verdicts.wait(stays.id, FAR_MS).then(() => (staysWoken = true))
    const woken = Promise.all([verdicts.wait(ends.id, FAR_MS), verdicts.wait(ends.id, FAR_MS)])
    await ledger.cancel(ends.id)
    await woken
    expect(staysWoken).toBe(false)
    verdicts.stop()
    await stayed
  })

  test('ends when its time is over, or when the caller has gone', async () => {
    const { prefix } = ledgerUnderTest(redis)
    const verdicts = followVerdicts(blocking, prefix)
    await verdicts.wait(newJob().id, 1)
    const caller = new AbortController()
    const waiting = verdicts.wait(newJob().id, FAR_MS, caller.signal)
    caller.abort()
    await waiting
    verdicts.stop()
  })
})
