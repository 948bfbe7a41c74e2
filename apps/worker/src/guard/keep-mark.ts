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
  let writing: Promise<void> | null = null

  function tell(error: unknown): void {
    if (!told) onFault(error)
    told = true
  }

  async function write(): Promise<void> {
    const mark = memory.mark()
    if (folder === null || mark === null || mark.intents === 0 || mark === kept) return
    await writeMark(folder, mark).then(() => (kept = mark), tell)
  }

  const known = memory.mark()
  if (folder === null) tell(new Error('neither KILN_STATE_DIR nor HOME names a folder'))
  else if (known !== null) {
    const recalled = await readMark(folder, known.ledger).catch(tell)
    if (recalled) memory.recall(recalled)
  }
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
