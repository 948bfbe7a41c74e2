import type { KeyLedger } from '@kiln/ledger'
import type { LiveKeyring } from './keyring.ts'

/** Keeps a keyring as the ledger has it. */
export interface FollowedKeys {
  /** Asks now; settles when it was heard, or could not be. */
  refresh(): Promise<void>
  /** A key was used; told to the ledger now and then. */
  noteUse(name: string): void
  stop(): void
}

/** A revoked key must end within five seconds, an answer that is lost on the way included. */
const ASK_EVERY_MS = 1_000
const TELL_USE_EVERY_MS = 60_000

export interface FollowDeps {
  keyring: LiveKeyring
  ledger: Pick<KeyLedger, 'read' | 'noteUse'>
  nowMs: () => number
  onError: (error: unknown) => void
}

export function followKeys({ keyring, ledger, nowMs, onError }: FollowDeps): FollowedKeys {
  const used = new Set<string>()
  const toldAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  let asking: Promise<void> = Promise.resolve()

  async function ask(): Promise<void> {
    try {
      const askedMs = nowMs()
      keyring.hear(await ledger.read(keyring.version()), askedMs)
      await tellUse()
    } catch (error) {
      onError(error)
    }
  }

  async function tellUse(): Promise<void> {
    const due = [...used].filter((name) => nowMs() - (toldAt.get(name) ?? -Infinity) >= TELL_USE_EVERY_MS)
    if (due.length === 0) return
    await ledger.noteUse(due)
    for (const name of due) {
      used.delete(name)
      toldAt.set(name, nowMs())
    }
  }

  /** One after the other: an answer that was on its way already may be older than what is asked for. */
  function refresh(): Promise<void> {
    asking = asking.then(ask)
    return asking
  }

  function askAgain(): void {
    if (isStopped) return
    timer = setTimeout(() => void refresh().then(askAgain), ASK_EVERY_MS).unref()
  }

  askAgain()
  return {
    refresh,
    noteUse: (name) => void used.add(name),
    stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
