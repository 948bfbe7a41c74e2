import type { IntentMemory, Mark } from '@kiln/ledger'
import { readMark, writeMark } from './mark-file.ts'

export interface MarkKeeping {
  /** null: nowhere. */
  folder: string | null
  memory: Pick<IntentMemory, 'mark' | 'recall'>
  /** Told once: work goes on with what is remembered in memory. */
  onFault: (error: unknown) => void
  everyMs: number
}

/** Recalls how far this ledger was seen to go before this process began, and keeps how far it goes. */
export async function keepMark({ folder, memory, onFault, everyMs }: MarkKeeping) {
  let told = false
  let kept: Mark | null = null
  let recalledOf: string | null = null
  let writing: Promise<void> | null = null

  function tell(error: unknown): void {
    if (!told) onFault(error)
    told = true
  }

  /** The ledger may have been named, or exchanged, after this process began. */
  async function recall(): Promise<void> {
    const ledger = memory.mark()?.ledger
    if (folder === null || ledger === undefined || ledger === recalledOf) return
    recalledOf = ledger
    const recalled = await readMark(folder, ledger).catch(tell)
    if (recalled) memory.recall(recalled)
  }

  async function write(): Promise<void> {
    await recall()
    const mark = memory.mark()
    if (folder === null || mark === null || mark.intents === 0 || mark === kept) return
    await writeMark(folder, mark).then(() => (kept = mark), tell)
  }

  if (folder === null) tell(new Error('neither KILN_STATE_DIR nor HOME names a folder'))
  await recall()
  const timer = setInterval(() => {
    // A slow disk makes the file older, not the queue longer.
    writing ??= write().finally(() => (writing = null))
  }, everyMs)
  return {
    stop: async (): Promise<void> => {
      clearInterval(timer)
      await writing
      await write()
    },
  }
}
