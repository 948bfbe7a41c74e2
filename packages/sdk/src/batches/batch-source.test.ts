import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { canRewind, readSource, type BatchJob, type BatchSource } from './batch-source.ts'

const JOBS: BatchJob[] = [{ customId: 'a' }, { customId: 'b' }]
const LINES = '{"customId":"a"}\n{"customId":"b"}\n'

async function piecesOf(source: BatchSource): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of readSource(source)) pieces.push(piece)
  return pieces
}

const textOf = async (source: BatchSource) => Buffer.concat(await piecesOf(source)).toString()

async function* later<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-sdk-'))
  path = join(folder, 'jobs.jsonl')
  await writeFile(path, LINES)
})
afterAll(() => rm(folder, { recursive: true }))

describe('a source of a batch', () => {
  test('may be an array, a set, an iterable, a stream of bytes or text, a file, or a function', async () => {
    const sources: BatchSource[] = [
      JOBS,
      new Set(JOBS),
      later(JOBS),
      later([Buffer.from(LINES)]),
      later([LINES.slice(0, 9), LINES.slice(9)]),
      path,
      pathToFileURL(path),
      () => later(JOBS),
    ]
    for (const source of sources) expect(await textOf(source)).toBe(LINES)
  })

  test('is read again only where it begins anew by itself', () => {
    expect([JOBS, path, pathToFileURL(path), () => JOBS].map(canRewind)).toEqual([true, true, true, true])
    expect([later(JOBS), later([LINES]), new Set(JOBS)].map(canRewind)).toEqual([false, false, false])
  })

  test('of small lines comes in big pieces', async () => {
    const jobs = Array.from({ length: 10_000 }, (_, at) => ({ customId: String(at) }))
    expect((await piecesOf(jobs)).length).toBeLessThan(5)
  })
})
