import type { ApiKey } from '@kiln/config'
import type { KeyLedger } from '@kiln/ledger'
import { createKeyring, type LiveKeyring } from './keyring.ts'

/** Keeps a keyring as the ledger has it. */
export interface FollowedKeys {
  /** Asks now; settles when it was heard, or could not be. What was written before is in it. */
  refresh(): Promise<void>
  /** The same, but an answer that is on its way already will do. */
  hear(): Promise<void>
  /** Called whenever the ledger was heard. */
  onHeard(listener: () => void): void
  /** A key was used; told to the ledger now and then. */
  noteUse(name: string): void
  stop(): void
}

/** A revoked key must end within five seconds, an answer that is lost on the way included. */
const ASK_EVERY_MS = 1_000
const TELL_USE_EVERY_MS = 60_000

const monotonicMs = () => performance.now()

/** All keys there are, heard once if the ledger can be heard, and followed from then on. */
export async function openKeys(
  apiKeys: readonly ApiKey[],
  ledger: FollowDeps['ledger'],
  onError: FollowDeps['onError'],
): Promise<{ keyring: LiveKeyring; keys: FollowedKeys }> {
  const keyring = createKeyring(apiKeys, monotonicMs)
  const environmentHasAdmin = apiKeys.some(({ scopes }) => scopes.includes('admin'))
  const keys = followKeys({ keyring, ledger, environmentHasAdmin, nowMs: monotonicMs, onError })
  await keys.refresh()
  return { keyring, keys }
}

interface FollowDeps {
  keyring: LiveKeyring
  ledger: Pick<KeyLedger, 'read' | 'noteUse' | 'revoke'>
  environmentHasAdmin: boolean
  nowMs: () => number
  onError: (error: unknown) => void
}

function followKeys(deps: FollowDeps): FollowedKeys {
  const { keyring, ledger, environmentHasAdmin, nowMs, onError } = deps
  const listeners: (() => void)[] = []
  const used = new Set<string>()
  const toldAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    try {
      const askedMs = nowMs()
      const read = await ledger.read(keyring.version())
      keyring.hear(read, askedMs)
      for (const listener of listeners) listener()
      if (read.kind === 'changed') await revokeAgain()
      await tellUse()
    } catch (error) {
      onError(error)
    }
  }

  /** Redis went back in time: what was revoked since works again in every process that never heard of it. */
  async function revokeAgain(): Promise<void> {
    for (const name of keyring.cameBack()) {
      await ledger.revoke(name, 'kiln', { from: 'environment', environmentHasAdmin })
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

  function hear(): Promise<void> {
    asking ??= ask().finally(() => (asking = null))
    return asking
  }

  /** An answer that is on its way may be older than what is asked for. */
  async function refresh(): Promise<void> {
    await asking
    await hear()
  }

  function askAgain(): void {
    if (isStopped) return
    timer = setTimeout(() => void hear().then(askAgain), ASK_EVERY_MS).unref()
  }

  askAgain()
  return {
    refresh,
    hear,
    onHeard: (listener) => void listeners.push(listener),
    noteUse: (name) => void used.add(name),
    stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
