import { open, rename, rm } from 'node:fs/promises'
import type { ResultRow } from '@kiln/sdk'
import { EXIT, type Deps, type Outcome } from '../command.ts'
import { plain } from '../render/plain.ts'
import { inJsonLine } from '../render/in-json.ts'

type Saved = { ok: true; told: string } | { ok: false; outcome: Outcome }

/** Big enough that rows are not written one by one. */
const CHUNK_CHARACTERS = 65_536

/** Rows as lines of a file, which has its name only when it is whole. */
export async function saveResults(
  rows: AsyncIterable<ResultRow>,
  path: string,
  { words }: Pick<Deps, 'words'>,
): Promise<Saved> {
  const unfinished = `${path}.part`
  let count = 0
  try {
    const file = await open(unfinished, 'w')
    try {
      let text = ''
      for await (const row of rows) {
        count += 1
        text += inJsonLine(row)
        if (text.length < CHUNK_CHARACTERS) continue
        await file.writeFile(text)
        text = ''
      }
      await file.writeFile(text)
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    const { code, syscall } = error as NodeJS.ErrnoException
    // Anything but the disk is for whoever asked.
    if (syscall === undefined || code === undefined) throw error
    const fault = words.batch.cannotSave(plain(path), code)
    return { ok: false, outcome: { exit: EXIT.cannot, fault, hint: words.batch.saveElsewhere } }
  }
  return { ok: true, told: words.batch.saved(count, plain(path)) }
}
