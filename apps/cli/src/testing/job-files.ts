import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'

export const JOB = { model: 'nano-banana-2', input: { prompt: 'a fox' } }

/** A good line, one of an unknown model, one that is bad in two ways, and one that breaks off. */
export const JSONL = `${[
  { ...JOB, customId: 'one' },
  { ...JOB, model: 'nano-banana-22', customId: 'two' },
  { ...JOB, input: { prompt: 'x', resolution: '9K' }, customId: 'one' },
]
  .map((line) => JSON.stringify(line))
  .join('\n')}\n{"model":\n`

/** Files for all tests of a file: the folder with `job.json` and `batch.jsonl`, once the first runs. */
export function useJobFiles(): { folder: string } {
  const files = { folder: '' }
  beforeAll(async () => {
    files.folder = await mkdtemp(join(tmpdir(), 'kiln-cli-'))
    await writeFile(join(files.folder, 'job.json'), JSON.stringify(JOB, null, 2))
    await writeFile(join(files.folder, 'batch.jsonl'), JSONL)
  })
  afterAll(() => rm(files.folder, { recursive: true }))
  return files
}
