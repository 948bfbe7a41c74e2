import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startPrivateRedis } from '@kiln/local'
import type { Redis } from 'ioredis'
import { connectForWork } from '../connection/connect.ts'
import { createLedger } from '../create-ledger.ts'
import { begun, ledgerUnderTest, newJob } from '../testing/ledger-under-test.ts'
import { gatesOf } from '../testing/reads.ts'

let server: Awaited<ReturnType<typeof startPrivateRedis>>
let redis: Redis
beforeAll(async () => {
  server = await startPrivateRedis({ kind: 'real' })
  redis = connectForWork(server.url)
  redis.on('error', () => undefined)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

const installation = (restartHoldMs: number) => ledgerUnderTest(redis, { restartHoldMs })

describe('after Redis restarted', () => {
  test('nothing begins until every worker had the time to say how far it remembers', async () => {
    const { ledger } = installation(400)
    await begun(ledger)
    const next = newJob()
    await ledger.accept(next, null)
    await ledger.feed()
    await server.kill('SIGKILL')
    await server.restart()
    expect(await ledger.begin(next.id, 's')).toMatchObject({ kind: 'wait', gate: 'paused' })
    const waiting = await ledger.waitingFor([(await ledger.read(next.id))!])
    expect(waiting.get(next.id)).toMatchObject({
      reason: { kind: 'closed', cause: expect.stringContaining('Redis restarted') },
      until: expect.any(Number),
    })
    let fed = await ledger.feed()
    while (fed.rings.length === 0) fed = await ledger.feed()
    expect(await ledger.begin(next.id, 's')).toMatchObject({ kind: 'go' })
  })

  test('nor when it restarts again meanwhile: the time begins anew', async () => {
    const { ledger } = installation(60_000)
    await begun(ledger)
    const heldUntil = async () => {
      await server.kill('SIGKILL')
      await server.restart()
      await ledger.feed()
      return (await ledger.figures()).closedGates[0]!.until!
    }
    const first = await heldUntil()
    expect(await heldUntil()).toBeGreaterThan(first)
  })

  test('a worker that remembers more is heard first, and freezes the others', async () => {
    const { ledger, prefix, limits } = installation(60_000)
    await begun(ledger)
    const forgetful = createLedger(redis, prefix, limits)
    const next = newJob()
    await forgetful.accept(next, null)
    await forgetful.feed()
    await server.kill('SIGKILL')
    await server.restart()
    await redis.hset(`${prefix}:ledger`, 'intents', 0)
    expect(await forgetful.begin(next.id, 's')).toMatchObject({ kind: 'wait', gate: 'paused' })
    await ledger.feed()
    expect((await ledger.figures()).closedGates).toMatchObject([
      { gate: 'paused', cause: expect.stringMatching(/^rolledBack/), until: null },
    ])
  })
})

test('a connection that was only cut pauses nothing', async () => {
  const { ledger } = installation(60_000)
  await begun(ledger)
  const ready = new Promise((resolve) => redis.once('ready', resolve))
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no').catch(() => undefined)
  await ready
  await begun(ledger)
  expect(await gatesOf(ledger)).toEqual([])
})

test('a Redis that is full and went back in time is frozen too', async () => {
  const { ledger, prefix } = installation(0)
  await begun(ledger)
  await redis.hset(`${prefix}:ledger`, 'intents', 0)
  await redis.config('SET', 'maxmemory', '1mb')
  await ledger.feed()
  expect(await gatesOf(ledger)).toEqual(['paused'])
  await ledger.resume('submit')
  await ledger.pause('submit', 'acme')
  expect(await gatesOf(ledger)).toEqual(['paused'])
  await redis.config('SET', 'maxmemory', '0')
})
