import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { STATE_NAMES, TRANSITIONS } from '@kiln/lifecycle'
import type { Redis } from 'ioredis'
import { SCHEMA } from './guard/schema.ts'

const SCRIPTS = [
  'accept',
  'feed',
  'begin',
  'transition',
  'claim',
  'hint',
  'resolve-hint',
  'overdue',
  'quarantine',
  'figures',
  'identify',
  'pause',
  'resume',
  'note-balance',
  'waiting',
  'note-worker',
  'write-off',
  'take-read',
  'open-batch',
  'replay',
  'drop-batch',
  'commit-batch',
  'advance-batch',
  'cancel-batch',
  'standing',
  'create-bulk',
  'enlist-bulk',
  'claim-bulk',
  'note-bulk',
  'list-indexed',
  'read-keys',
  'create-key',
  'revoke-key',
  'note-key-use',
] as const
export type ScriptName = (typeof SCRIPTS)[number]

/** What stands before each script: later ones build on earlier ones. */
const SHARED = [
  'prelude',
  'timeline',
  'windows',
  'gates',
  'lanes',
  'batches',
  'credits',
  'budget',
  'causes',
  'named-tasks',
  'acts',
  'bulk',
  'jobs',
  'look-back',
]

/** What a script has besides: Lua takes no more than 200 local names together. */
const PARTS: Partial<Record<ScriptName, readonly string[]>> = {
  accept: ['queue-limit', 'create-job'],
  'open-batch': ['queue-limit'],
  'commit-batch': ['queue-limit'],
  'advance-batch': ['create-job'],
  transition: ['model-health', 'run-times'],
  quarantine: ['salvage'],
  'write-off': ['salvage'],
  'create-key': ['asker'],
  'revoke-key': ['asker'],
  'create-bulk': ['bulk-status', 'bulk-list'],
  'enlist-bulk': ['bulk-status', 'bulk-list'],
  'claim-bulk': ['bulk-status', 'former-requeues'],
  'note-bulk': ['bulk-status', 'former-requeues'],
}

/** Same folder seen from src and from dist. */
const folder = new URL('../lua/', import.meta.url)
const readLua = (name: string) => readFileSync(new URL(`${name}.lua`, folder), 'utf8')

/** Lua has room for 200 local variables in a function; those of a script are counted apart from what it builds on. */
const inOwnScope = (script: string) => `return (function()\n${script}\nend)()`

/** The lifecycle table as Lua, so that both sides of the wire decide by the same data. */
function transitionsInLua(): string {
  const rows = TRANSITIONS.map(({ from, event, to, toIfCancelRequested }) => {
    const targets = toIfCancelRequested ? `'${to}', '${toIfCancelRequested}'` : `'${to}'`
    return `  ['${from} ${event}'] = { ${targets} },`
  })
  const states = STATE_NAMES.map((state) => `${state} = true`)
  return `local TRANSITIONS = {\n${rows.join('\n')}\n}\nlocal KNOWN_STATES = { ${states.join(', ')} }\n`
}

export type RunScript = <Answer>(name: ScriptName, args: object) => Promise<Answer & { now: number }>

/**
 * Scripts run by their hash; Redis is sent the text only when it does not know it yet. The prefix names
 * no key that exists, so a cluster that moves the slot refuses a script whole, and runs none on a part.
 */
export function loadScripts(redis: Redis, prefix: string): RunScript {
  const { sources, hashes } = readScripts()
  return async (name, args) => {
    const json = JSON.stringify(args, wellFormed)
    const answer = await redis.evalsha(hashes.get(name)!, 1, prefix, json).catch((error: unknown) => {
      if (!isUnknownScript(error)) throw error
      return redis.eval(sources.get(name)!, 1, prefix, json)
    })
    return JSON.parse(String(answer))
  }
}

/** By what Redis knows each script, for whoever watches Redis. */
export const scriptHashes = (): ReadonlyMap<ScriptName, string> => readScripts().hashes

function readScripts() {
  const prelude = [`local SCHEMA = ${SCHEMA}`, transitionsInLua(), ...SHARED.map(readLua)].join('\n')
  const bodyOf = (name: ScriptName) => [...(PARTS[name] ?? []), name].map(readLua).join('\n')
  const sources = new Map(SCRIPTS.map((name) => [name, `${prelude}\n${inOwnScope(bodyOf(name))}`]))
  const hashes = new Map(
    [...sources].map(([name, text]) => [name, createHash('sha1').update(text).digest('hex')]),
  )
  return { sources, hashes }
}

/** Half a surrogate pair, as hostile or clumsily cut text has, is no JSON to Redis. */
function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value
}

function isUnknownScript(error: unknown): boolean {
  return String((error as { message?: unknown }).message).startsWith('NOSCRIPT')
}
