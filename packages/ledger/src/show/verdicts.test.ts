import { describe, expect, test } from '@jest/globals'
import { connectForWork } from '../connection/connect.ts'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { followVerdicts, type Verdicts } from './verdicts.ts'

const own = usePrivateRedis()

const FAR_MS = 20_000

/** Follows on a connection of its own, as the blocking reader must. */
async function following(prefix: string, act: (verdicts: Verdicts) => Promise<void>): Promise<void> {
  const connection = connectForWork(own.url)
  const verdicts = followVerdicts(connection, prefix)
  await act(verdicts)
  verdicts.stop()
  connection.disconnect()
}

describe('waiting for a verdict', () => {
  test('wakes those who wait for the job that ended, and nobody else', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis)
    const [ends, stays] = [newJob(), newJob()]
    await ledger.accept(ends, null)
    await ledger.accept(stays, null)
    await following(prefix, async (verdicts) => {
      // The first wait starts the reader, and is told to look again once it runs.
      await verdicts.wait(ends.id, FAR_MS)
      let staysWoken = false
      void verdicts.wait(stays.id, FAR_MS).then(() => (staysWoken = true))
      const woken = Promise.all([verdicts.wait(ends.id, FAR_MS), verdicts.wait(ends.id, FAR_MS)])
      await ledger.cancel(ends.id)
      await woken
      expect(staysWoken).toBe(false)
    })
  })

  test('ends when its time is over, or when the caller has gone', async () => {
    const { prefix } = ledgerUnderTest(own.redis)
    await following(prefix, async (verdicts) => {
      await verdicts.wait(newJob().id, 1)
      const caller = new AbortController()
      const waiting = verdicts.wait(newJob().id, FAR_MS, caller.signal)
      caller.abort()
      await waiting
    })
  })
})
