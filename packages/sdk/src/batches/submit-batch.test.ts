import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { hangUpAtOnce, json } from '../testing/scripted-server.ts'
import { JOB, problemIn, useScriptedKiln } from '../testing/use-scripted-kiln.ts'

const kilnAgainst = useScriptedKiln()

async function* twoJobs() {
  yield JOB
  yield JOB
}

async function* broken() {
  yield JOB
  throw new Error('the disk is gone')
}

describe('submitting a batch', () => {
  const BODY = `${JSON.stringify(JOB)}\n`.repeat(2)

  test('of an array sends a line a job, with its options, and again after a broken connection', async () => {
    const { kiln, seen, url } = await kilnAgainst([hangUpAtOnce, json(202, { id: 'batch_1' })])
    const options = { name: 'spring', budget: 50, onInvalid: 'reject', defaults: { retries: 1 } } as const
    expect(await kiln.submitBatch([JOB, JOB], options)).toEqual({ id: 'batch_1' })
    expect(seen[1]!.body.toString()).toBe(BODY)
    expect(seen[1]!.headers['content-type']).toBe('application/x-ndjson')
    expect(Object.fromEntries(new URL(seen[1]!.url, url).searchParams)).toEqual({
      name: 'spring',
      budget: '50',
      onInvalid: 'reject',
      defaults: '{"retries":1}',
    })
    expect(seen[0]!.headers['idempotency-key']).toBe(seen[1]!.headers['idempotency-key'])
  })

  test('of a stream is not sent again once it was read from, and says so with the key', async () => {
    const { kiln, seen } = await kilnAgainst([hangUpAtOnce])
    const told = await problemIn(kiln.submitBatch(twoJobs(), { idempotencyKey: 'k' }))
    expect(told).toMatchObject({ code: 'sourceSpent', idempotencyKey: 'k' })
    expect(told.advice).toContain('a function that begins the stream anew')
    expect(seen).toHaveLength(1)
  })

  test('of a stream that nobody has read from yet is tried again', async () => {
    let refusals = 2
    const unlucky: typeof fetch = (...args) =>
      refusals-- > 0 ? Promise.reject(new TypeError('fetch failed')) : fetch(...args)
    const { kiln, seen } = await kilnAgainst([json(202, { id: 'batch_1' })], { fetch: unlucky })
    expect(await kiln.submitBatch(twoJobs())).toEqual({ id: 'batch_1' })
    expect(seen[0]!.body.toString()).toBe(BODY)
  })

  test('of a function reads the source anew', async () => {
    const { kiln, seen } = await kilnAgainst([hangUpAtOnce, json(202, { id: 'batch_1' })])
    expect(await kiln.submitBatch(twoJobs)).toEqual({ id: 'batch_1' })
    expect(seen[1]!.body.toString()).toBe(BODY)
  })

  test('ends with the error of its own source', async () => {
    const { kiln } = await kilnAgainst([json(202, {})])
    await expect(kiln.submitBatch(broken())).rejects.toThrow('the disk is gone')
    await expect(kiln.submitBatch('/no/such/file.jsonl')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('packs what it sends where asked to, and sends a packed file as it is', async () => {
    const { kiln, seen } = await kilnAgainst([json(202, {})])
    const folder = await mkdtemp(join(tmpdir(), 'kiln-sdk-'))
    const path = join(folder, 'jobs.data')
    await writeFile(path, gzipSync(BODY))
    await kiln.submitBatch([JOB, JOB], { gzip: true })
    await kiln.submitBatch(path, { gzip: true })
    await rm(folder, { recursive: true })
    for (const { headers, body } of seen) {
      expect(headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(body).toString()).toBe(BODY)
    }
  })

  test('reads no further than the connection takes', async () => {
    let read = 0
    function* endless() {
      for (;;) {
        read += 1
        yield { ...JOB, customId: 'x'.repeat(1000) }
      }
    }
    const control = new AbortController()
    const { kiln } = await kilnAgainst([json(202, {})], { fetch: stalling(control) })
    await expect(kiln.submitBatch(endless(), { signal: control.signal })).rejects.toThrow('stalled')
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(1_000)
  })
})

/** A connection that takes one piece and no more. */
function stalling(control: AbortController): typeof fetch {
  return async (_url, init) => {
    const reader = (init!.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    control.abort(new Error('stalled'))
    throw new Error('aborted')
  }
}
