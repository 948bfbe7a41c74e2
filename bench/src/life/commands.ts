import { queuePrefix, scriptHashes } from '@kiln/ledger'
import type { Redis } from 'ioredis'

/** How often each kind of command came, by name. */
export type Calls = ReadonlyMap<string, number>

const nameOf = new Map<string, string>([...scriptHashes()].map(([name, hash]) => [hash, `script ${name}`]))

/** What a command is called in the table; a script of kiln's by its name, and all that BullMQ asks by its queue. */
function nameCommand([command = '', ...args]: readonly string[], prefix: string): string {
  const known = nameOf.get(args[0] ?? '')
  if (known !== undefined) return known
  const ofQueue = args.some((arg) => arg.startsWith(queuePrefix(prefix)))
  return ofQueue ? `BullMQ: ${command.toLowerCase()}` : command.toLowerCase()
}

/** Counts what callers send from now on. Commands inside scripts come from nobody; the measurement's own are left out. */
export async function countCommands(
  redis: Redis,
  prefix: string,
  isOwn: (address: string) => boolean,
): Promise<{ stop(): Calls }> {
  const monitor = await redis.monitor()
  const calls = new Map<string, number>()
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    if (source === 'lua' || isOwn(source)) return
    const name = nameCommand(args, prefix)
    calls.set(name, (calls.get(name) ?? 0) + 1)
  })
  return {
    stop() {
      monitor.disconnect()
      return calls
    },
  }
}
