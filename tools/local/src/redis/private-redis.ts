import type { PowerCutOptions } from './faults/power-cuts.ts'
import type { RedisFaults } from './faults/redis-faults.ts'
import { startEmbedded, startEmbeddedProcess } from './embedded-private-redis.ts'
import { startReal } from './real-private-redis.ts'
import { findRedisBinary, type RealRedisKind } from './redis-binary.ts'

export interface PrivateRedisOptions {
  /** auto (the default): a real one when it is on PATH, else the embedded one. */
  kind?: 'auto' | 'real' | 'embedded'
  /** Embedded only: in a process of its own, so that it shares no event loop with the caller. */
  ownProcess?: boolean
  /** Real only; `always` unless said otherwise, as kiln's contract with Redis wants. */
  appendFsync?: 'always' | 'everysec' | 'no'
  /** Real only: further directives of redis.conf, or other values for those kiln sets. */
  directives?: Record<string, string>
  /** Real only: where it keeps its data. Left alone at the end; without it a temporary folder is removed. */
  dir?: string
  /** Real only: has its syncs noted, so that cutPower() knows what a power cut would leave. */
  powerCuts?: PowerCutOptions
}

export interface PrivateRedis extends RedisFaults {
  url: string
  kind: RealRedisKind | 'embedded'
  /** One line for people. */
  describe: string
  /** null while it runs in this very process, or not at all. */
  readonly pid: number | null
  /** null for the embedded one: it keeps nothing. */
  dir: string | null
  /** Settles with its last words when its process ends without having been told to. */
  died: Promise<string>
  /** Ends it and removes its temporary folder. Safe to call again. */
  stop(): Promise<void>
  /** Ends it with `signal` and waits; restart() brings it back. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** The same port, and for a real one the same data. The embedded one comes back empty. */
  restart(): Promise<void>
}

/** A Redis of our own on a free port of 127.0.0.1, ready when this resolves. */
export async function startPrivateRedis(options: PrivateRedisOptions = {}): Promise<PrivateRedis> {
  const kind = options.kind ?? 'auto'
  const binary = kind === 'embedded' ? null : findRedisBinary()
  if (binary !== null) return startReal(binary, options)
  if (kind === 'real') {
    throw new Error(
      'No redis-server or valkey-server on PATH. Install one, e.g. apt-get install redis-server.',
    )
  }
  if (options.powerCuts !== undefined) {
    throw new Error("The embedded Redis knows no power cuts; start a private one of kind 'real'.")
  }
  return options.ownProcess === true ? startEmbeddedProcess() : startEmbedded()
}
