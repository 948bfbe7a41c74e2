import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Mark } from '@kiln/ledger'

/** One file for each ledger: workers of several installations may share a folder. */
function pathOf(folder: string, ledger: string): string {
  // The id comes out of Redis and becomes part of a path.
  if (!/^[0-9a-f]{24}$/.test(ledger)) throw new Error('the id of the ledger is not one that kiln draws')
  return join(folder, `ledger-${ledger}.json`)
}

/** null where nothing was kept yet. */
export async function readMark(folder: string, ledger: string): Promise<Mark | null> {
  const text = await readFile(pathOf(folder, ledger), 'utf8').catch((error: { code?: unknown }) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const { intents, tag } = JSON.parse(text) as { intents?: unknown; tag?: unknown }
  if (!Number.isSafeInteger(intents)) throw new Error(`${pathOf(folder, ledger)} does not hold a mark`)
  return { ledger, intents: intents as number, ...(typeof tag === 'string' && { tag }) }
}

/** Not mkdir's own `recursive`: below /proc and its like that one never comes to an end. */
async function makeFolder(path: string): Promise<void> {
  if (await made(path)) return
  await makeFolder(dirname(path))
  if (!(await made(path))) throw new Error(`the folder ${path} cannot be made`)
}

/** false where its parent is missing. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'ENOENT' && dirname(path) !== path) return false
    // Another worker was faster.
    if (code !== 'EEXIST') throw error
  }
  return true
}

/**
 * Replaced as a whole, so that nobody reads half of it. Of two workers that write at once one is
 * lost: the file is then a second behind, and memory is not.
 */
export async function writeMark(folder: string, mark: Mark): Promise<void> {
  const path = pathOf(folder, mark.ledger)
  const kept = await readMark(folder, mark.ledger).catch(() => null)
  if (kept !== null && kept.intents >= mark.intents) return
  await makeFolder(folder)
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify({ intents: mark.intents, tag: mark.tag })}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}
