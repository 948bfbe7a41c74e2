import type { Redis } from 'ioredis'

/** What the ledger's script `feed` cost Redis while somebody looked. */
export interface FeedCost {
  feeds: number
  /** Commands of the costliest one. */
  mostCommands: number
  slowestMicros: number
  /** Of the time that went by. */
  percentOfTime: number
}

/** Among the ledger's scripts, only `feed` is told when to ring again. */
const isFeed = (command: readonly string[]) =>
  /^eval(?:sha)?$/i.test(command[0] ?? '') && command.some((word) => word.includes('"ringAgainMs"'))

const MOST_SLOW_ENTRIES = 100_000

/** Has Redis show every command, and how long each took. */
export async function observeFeed(db: Redis, meanwhile: () => Promise<void>): Promise<FeedCost> {
  const commands: number[] = []
  let inFeed = false
  const monitor = await db.monitor()
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    // A script is shown first, and then what it does; nobody else comes in between.
    if (source === 'lua') {
      if (inFeed) commands[commands.length - 1]! += 1
      return
    }
    inFeed = isFeed(args)
    if (inFeed) commands.push(0)
  })
  await db.config('SET', 'slowlog-max-len', MOST_SLOW_ENTRIES)
  await db.config('SET', 'slowlog-log-slower-than', 0)
  await db.call('SLOWLOG', 'RESET')
  const startedMs = performance.now()
  await meanwhile()
  const lastedMs = performance.now() - startedMs
  const log = (await db.call('SLOWLOG', 'GET', MOST_SLOW_ENTRIES)) as [number, number, number, string[]][]
  await db.config('SET', 'slowlog-log-slower-than', -1)
  monitor.disconnect()
  const micros = log.filter(([, , , command]) => isFeed(command)).map(([, , took]) => took)
  return {
    feeds: commands.length,
    mostCommands: Math.max(0, ...commands),
    slowestMicros: Math.max(0, ...micros),
    percentOfTime: micros.reduce((sum, took) => sum + took, 0) / (lastedMs * 10),
  }
}
