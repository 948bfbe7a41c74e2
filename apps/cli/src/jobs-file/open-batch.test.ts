import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { BatchSource } from '@kiln/sdk'
import { JOB, useJobFiles } from '../testing/job-files.ts'
import { WORDS } from '../words/words.ts'
import { openBatch } from './open-batch.ts'

const files = useJobFiles()
const LINE = JSON.stringify(JOB)

async function open(path: string, stdin: string | Uint8Array = '') {
  const bytes = Buffer.from(stdin)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 5) }, (_, at) =>
    bytes.subarray(at * 5, at * 5 + 5),
  )
  const opened = await openBatch(path, { stdin: Readable.from(pieces), language: 'en', words: WORDS.en })
  if (!opened.ok) throw new Error(opened.fault)
  return opened
}

async function textOf(source: BatchSource): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('a batch to be sent', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['lines', `\n${LINE}\r\n{"a":\n${LINE}`, `\n${LINE}\r\n{"a":\n${LINE}`],
    ['packed lines', gzipSync(`${LINE}\n${LINE}\n`), `${LINE}\n${LINE}\n`],
  ])(
    'goes byte by byte as it came, out of a stream of %s, though its first line was looked at',
    async (_what, sent, got) => {
      const { take } = await open('-', sent)
      expect(await textOf(await take())).toBe(got)
    },
  )

  test('of lines in a file is that file, which can be sent again', async () => {
    const path = join(files.folder, 'batch.jsonl')
    const { take, about } = await open(path)
    expect([await take(), about]).toEqual([path, {}])
  })

  test('of a document is its jobs, and what it says beside them', async () => {
    const path = join(files.folder, 'document.json')
    await writeFile(path, JSON.stringify({ name: 'n', defaults: { retries: 1 }, jobs: [JOB, JOB] }, null, 1))
    const { take, about } = await open(path)
    expect(await take()).toEqual([JOB, JOB])
    expect(about).toEqual({ name: 'n', defaults: { retries: 1 } })
  })

  test('may be one job', async () => {
    const { take } = await open(join(files.folder, 'job.json'))
    expect(await take()).toEqual([JOB])
  })
})
