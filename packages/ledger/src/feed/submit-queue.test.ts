import { Queue } from 'bullmq'
import { describe, expect, test } from '@jest/globals'
import { connectForBlocking } from '../connection/connect.ts'
import { ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { openSubmitQueue, queuePrefix, SUBMIT_QUEUE } from './submit-queue.ts'

const own = usePrivateRedis()

describe('doorbells', () => {
  test('do not pile up while nobody answers: one for each job, under its newest number', async () => {
    const { ledger, prefix } = ledgerUnderTest(own.redis, { ringAgainMs: 0 })
    const connection = connectForBlocking(own.url)
    const queue = openSubmitQueue(connection, prefix)
    const jobs = Array.from({ length: 5 }, () => newJob())
    for (const job of jobs) await ledger.accept(job, null)
    for (let i = 0; i < 20; i++) await queue.ring((await ledger.feed()).rings)

    const bullmq = new Queue(SUBMIT_QUEUE, {
      connection,
      prefix: queuePrefix(prefix),
      skipVersionCheck: true,
    })
    const waiting = await bullmq.getWaiting()
    expect(waiting.map(({ id }) => String(id)).toSorted()).toEqual(
      jobs.map(({ id }) => `${id}-20`).toSorted(),
    )
    expect(waiting.map(({ data }) => data)).toEqual(waiting.map(({ id }) => ({ id: id?.split('-')[0] })))
    await bullmq.close()
    await queue.close()
    await connection.quit()
  })
})
