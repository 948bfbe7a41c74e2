import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ResultRow } from '@kiln/sdk'
import { WORDS } from '../words/words.ts'
import { saveResults } from './save-results.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiln-results-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* rows(count: number, error?: Error): AsyncGenerator<ResultRow> {
  for (let line = 1; line <= count; line++) yield { line, customId: 'x'.repeat(100) } as ResultRow
  if (error !== undefined) throw error
}

const save = (path: string, source: AsyncIterable<ResultRow>) =>
  saveResults(source, path, { words: WORDS.en })

describe('a file of results', () => {
  test('holds a line for each row', async () => {
    const path = join(folder, 'results.jsonl')
    expect(await save(path, rows(2_000))).toEqual({ ok: true, told: `2000 rows in ${path}` })
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as ResultRow).line)).toEqual(
      Array.from({ length: 2_000 }, (_, at) => at + 1),
    )
  })

  test('that could not be finished leaves what was there before', async () => {
    const path = join(folder, 'results.jsonl')
    await writeFile(path, 'older')
    await expect(save(path, rows(2_000, new Error('gone')))).rejects.toThrow('gone')
    expect(await readFile(path, 'utf8')).toBe('older')
    expect(await readdir(folder)).toEqual(['results.jsonl'])
  })

  test('that cannot be written is told, with what to do', async () => {
    const path = join(folder, 'no', 'such', 'folder.jsonl')
    expect(await save(path, rows(1))).toMatchObject({
      ok: false,
      outcome: { exit: 2, fault: `${path} cannot be written (ENOENT).` },
    })
  })
})
