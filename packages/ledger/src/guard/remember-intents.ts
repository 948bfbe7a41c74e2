import { randomBytes } from 'node:crypto'
import type { RunScript, ScriptName } from '../scripts.ts'
import { newerSchemaOf } from './schema.ts'

/** How far a process has seen one ledger go: its id, and the number and the tag of its latest intent. */
export interface Mark {
  ledger: string
  intents: number
  /** Two histories may count as far as each other; their intents are not the same. */
  tag?: string
}

/** Redis holds an older state than the one that was worked with. */
export interface Rollback {
  /** What the closed gate says, for people. */
  cause: string
  /** Redis time of the last intent that it still knows; null when it knows none. */
  lastIntentAt: number | null
}

export interface IntentMemory {
  /** null until the ledger was first seen. */
  mark(): Mark | null
  /** Takes over what another process, or this one before its restart, saw of the same ledger. */
  recall(mark: Mark): void
  /** Sends what is remembered along with every script, and learns from every answer. */
  remembering(run: RunScript): RunScript
}

export interface MemoryListener {
  /** Once for each time that submissions are found frozen, whoever found it out. */
  onFrozen?: (rollback: Rollback) => void
  onResumed?: () => void
  /** A newer release has taken the ledger over: no script does anything any more. */
  onNewer?: (schema: number) => void
}

interface LedgerInAnswer {
  id?: string
  intents: number
  tag?: string
  /** The script compared the mark, and closed the gate if it had to. */
  lookedBack?: true
  frozen?: string
  /** Told while it is frozen; 0 when it knows of no intent. */
  lastIntentAt?: number
}

/** Remembers how many intents the ledger counted, because Redis may come back and know fewer. */
export function rememberIntents(listener: MemoryListener = {}): IntentMemory {
  // For a ledger that has no id yet.
  const drawn = randomBytes(12).toString('hex')
  let known: Mark | null = null
  let frozen = false
  let wasCompared = false

  function learn({ id, intents, tag, lookedBack, frozen: cause, lastIntentAt }: LedgerInAnswer): void {
    if (id === undefined) return
    // Only a script that has compared what is remembered may add to it: else a ledger that others
    // filled up again, or one in the place of the known one, would pass for the one it was.
    const compared = lookedBack === true && cause === undefined
    const isNews = known === null || known.ledger !== id || intents > known.intents
    if (isNews && (known === null || compared)) known = { ledger: id, intents, ...(tag && { tag }) }
    wasCompared ||= compared
    if (!lookedBack || frozen === (cause !== undefined)) return
    frozen = cause !== undefined
    if (cause === undefined) listener.onResumed?.()
    else listener.onFrozen?.({ cause, lastIntentAt: lastIntentAt || null })
  }

  return {
    mark: () => known,
    recall(mark) {
      if (known?.ledger !== mark.ledger) return
      // What was only read, and never compared, says nothing against an older memory.
      if (mark.intents > known.intents || !wasCompared) known = mark
    },
    remembering: (run) => async (name: ScriptName, args: object) => {
      const marked = { ...args, mark: { drawn, intents: 0, ...known } }
      const answer = await run<never>(name, marked).catch((error: unknown) => {
        const schema = newerSchemaOf(error)
        if (schema !== null) listener.onNewer?.(schema)
        throw error
      })
      learn((answer as { ledger: LedgerInAnswer }).ledger)
      return answer
    },
  }
}
