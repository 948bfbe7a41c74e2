import { describe, expect, test } from '@jest/globals'
import { createLedger } from '../create-ledger.ts'
import { RECORD_VERSION } from '../record.ts'
import { begun, ledgerUnderTest, newJob, running } from '../testing/ledger-under-test.ts'
import { usePrivateRedis } from '../testing/private-redis.ts'
import { rememberIntents } from './remember-intents.ts'
import { newerSchemaOf, readNewerSchema, SCHEMA } from './schema.ts'

const own = usePrivateRedis()
const NEWER = SCHEMA + 1

function installation() {
  const { prefix, limits } = ledgerUnderTest(own.redis)
  const told: number[] = []
  const memory = rememberIntents({ onNewer: (schema) => told.push(schema) })
  const ledger = createLedger(own.redis, prefix, limits, memory)
  const setSchema = (schema: number) => own.redis.hset(`${prefix}:ledger`, 'schema', schema)
  const schema = async () => Number(await own.redis.hget(`${prefix}:ledger`, 'schema'))
  return { prefix, ledger, told, setSchema, schema }
}

/** Everything that stands in Redis of one installation. */
async function everythingOf(prefix: string): Promise<string[]> {
  const keys = (await own.redis.keys('*')).filter((key) => key.startsWith(prefix)).toSorted()
  const dumps = await Promise.all(keys.map((key) => own.redis.dumpBuffer(key)))
  return keys.map((key, n) => `${key} ${dumps[n]!.toString('hex')}`)
}

describe('a ledger of a newer schema', () => {
  test('is refused by every script of an older release, which changes nothing in it', async () => {
    const { prefix, ledger, told, setSchema } = installation()
    const task = await running(ledger, 'task-1')
    const next = newJob()
    await ledger.accept(next, null)
    await ledger.feed()
    await setSchema(NEWER)
    const before = await everythingOf(prefix)
    const tries = [
      ledger.accept(newJob(), null),
      ledger.feed(),
      ledger.begin(next.id, 's'),
      ledger.claim(10),
      ledger.cancel(next.id),
      ledger.quarantine(task.id, 'unreadable'),
      ledger.figures(),
    ]
    for (const tried of await Promise.allSettled(tries)) {
      expect(tried.status).toBe('rejected')
      expect(newerSchemaOf((tried as PromiseRejectedResult).reason)).toBe(NEWER)
    }
    expect(await everythingOf(prefix)).toEqual(before)
    expect(told).toEqual(tries.map(() => NEWER))
  })

  test('is told to a process before it works with it', async () => {
    const { prefix, ledger, setSchema } = installation()
    await begun(ledger)
    expect(await readNewerSchema(own.redis, prefix)).toBeNull()
    await setSchema(NEWER)
    expect(await ledger.identify()).toEqual({ kind: 'newer', schema: NEWER })
    expect(await readNewerSchema(own.redis, prefix)).toBe(NEWER)
  })
})

describe('a ledger of an older schema', () => {
  test('is taken over by the first worker of a newer release', async () => {
    const { ledger, setSchema, schema } = installation()
    await begun(ledger)
    await setSchema(SCHEMA - 1)
    expect(await ledger.identify()).toMatchObject({ kind: 'ours', mark: { intents: 1 } })
    expect(await schema()).toBe(SCHEMA)
  })

  test('is left as it is while workers of the older release are at work', async () => {
    const { prefix, ledger, setSchema, schema } = installation()
    await ledger.noteWorker('w1', { host: 'a', pid: 1, clockSkewMs: 0 })
    await setSchema(SCHEMA - 1)
    expect(await ledger.identify()).toEqual({ kind: 'olderAtWork', workers: 1 })
    expect(await schema()).toBe(SCHEMA - 1)
    // One that was killed long ago does not count.
    const sign = { host: 'a', pid: 1, clockSkewMs: 0, startedAt: 1, seenAt: 1 }
    await own.redis.hset(`${prefix}:workers`, 'w1', JSON.stringify(sign))
    expect(await ledger.identify()).toMatchObject({ kind: 'ours' })
  })

  test('that was written before there was a schema counts as the first', async () => {
    const { ledger, schema } = installation()
    await begun(ledger)
    expect(await schema()).toBe(0)
    expect(await ledger.identify()).toMatchObject({ kind: 'ours' })
    expect(await schema()).toBe(SCHEMA)
  })
})

test('a new version of the record raises the schema with it', () => {
  expect(SCHEMA).toBeGreaterThanOrEqual(RECORD_VERSION)
})

test('a record of a newer version is put before a person and not sent', async () => {
  const { prefix, ledger } = installation()
  const job = newJob()
  await ledger.accept(job, null)
  await own.redis.hset(`${prefix}:job:${job.id}`, 'v', RECORD_VERSION + 1)
  await ledger.feed()
  const answer = await ledger.begin(job.id, 's')
  if (answer.kind !== 'damaged') throw new Error(`begin said ${answer.kind}`)
  expect(answer.fault).toMatch(/^v: /)
  await ledger.quarantine(job.id, answer.fault, answer.attempt)
  expect(await own.redis.hget(`${prefix}:job:${job.id}`, 'state')).toBe('parked')
})
