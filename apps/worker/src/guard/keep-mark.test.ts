import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Mark } from '@kiln/ledger'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepMark } from './keep-mark.ts'
import { readMark, writeMark } from './mark-file.ts'

const LEDGER = '0123456789abcdef01234567'
let root: string
let folders = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kiln-marks-'))
})
afterAll(() => rm(root, { recursive: true }))
const newFolder = () => join(root, `folder-${folders++}`)

function memoryAt(intents: number) {
  let mark: Mark = { ledger: LEDGER, intents }
  return {
    mark: () => mark,
    recall: (recalled: Mark) => void (mark = recalled),
    see: (more: number) => void (mark = { ledger: LEDGER, intents: more }),
  }
}

async function keep(folder: string | null, memory: ReturnType<typeof memoryAt>, everyMs = 60_000) {
  const faults: unknown[] = []
  const keeping = await keepMark({ folder, memory, everyMs, onFault: (error) => faults.push(error) })
  return { ...keeping, faults }
}

describe('what a worker saw of the ledger', () => {
  test('is known again after its restart', async () => {
    const folder = newFolder()
    const before = memoryAt(41)
    const first = await keep(folder, before)
    before.see(42)
    await first.stop()
    const after = memoryAt(7)
    await keep(folder, after).then((second) => second.stop())
    expect(after.mark()).toEqual({ ledger: LEDGER, intents: 42 })
    expect(await readdir(folder)).toEqual([`ledger-${LEDGER}.json`])
  })

  test('is known again though Redis was empty, or another one, when the worker began', async () => {
    const folder = newFolder()
    await writeMark(folder, { ledger: LEDGER, intents: 42 })
    let mark: Mark | null = null
    const memory = { mark: () => mark, recall: (recalled: Mark) => void (mark = recalled) }
    const { stop } = await keepMark({ folder, memory, everyMs: 60_000, onFault: () => undefined })
    // The older copy of the known ledger is put in its place.
    mark = { ledger: LEDGER, intents: 7 }
    await stop()
    expect(mark).toEqual({ ledger: LEDGER, intents: 42 })
  })

  test('is written while it works, not only at its end', async () => {
    const folder = newFolder()
    const memory = memoryAt(1)
    const { stop } = await keep(folder, memory, 1)
    while ((await readMark(folder, LEDGER)) === null) await new Promise((resolve) => setImmediate(resolve))
    await stop()
  })

  test('is never overwritten by one who saw less', async () => {
    const folder = newFolder()
    await writeMark(folder, { ledger: LEDGER, intents: 9 })
    await writeMark(folder, { ledger: LEDGER, intents: 3 })
    expect(await readMark(folder, LEDGER)).toEqual({ ledger: LEDGER, intents: 9 })
  })

  test('leaves no file where there is nothing to remember', async () => {
    const folder = newFolder()
    await keep(folder, memoryAt(0)).then(({ stop }) => stop())
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a folder that is of no use', () => {
  test.each([
    ['is not named', () => null],
    ['cannot be made', () => '/proc/kiln'],
    ['stands below a file', () => join(root, 'a-file', 'kiln')],
  ])('because it %s is told once, and work goes on', async (_why, folderOf) => {
    await writeFile(join(root, 'a-file'), '')
    const memory = memoryAt(5)
    const { stop, faults } = await keep(folderOf(), memory, 1)
    memory.see(6)
    await stop()
    expect(faults).toHaveLength(1)
    expect(memory.mark().intents).toBe(6)
  })

  test('a file that does not hold a mark is told, and replaced', async () => {
    const folder = newFolder()
    await writeMark(folder, { ledger: LEDGER, intents: 1 })
    await writeFile(join(folder, `ledger-${LEDGER}.json`), '{"intents":')
    const { stop, faults } = await keep(folder, memoryAt(4))
    await stop()
    expect(faults).toHaveLength(1)
    expect(await readMark(folder, LEDGER)).toEqual({ ledger: LEDGER, intents: 4 })
  })

  test('an id that kiln does not draw becomes part of no path', async () => {
    await expect(writeMark(newFolder(), { ledger: '../../etc/x', intents: 1 })).rejects.toThrow(
      /id of the ledger/,
    )
  })
})
