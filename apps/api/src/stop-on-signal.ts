import type { Logger } from '@kiln/telemetry'

export interface Stopping {
  log: Logger
  /** After this long the process ends, whatever is left. */
  graceMs: number
  stop: () => Promise<void>
}

/** Ends in order on SIGTERM or Ctrl-C; a second signal, or the end of the grace, ends it at once. */
export function stopOnSignal({ log, graceMs, stop }: Stopping): void {
  let stopping = false

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ event: 'stopping', signal }, 'finishing what has begun')
    setTimeout(() => {
      log.warn({ event: 'cutOff', graceMs }, 'the grace is over')
      process.exit(1)
    }, graceMs)
    await stop().catch((error: unknown) =>
      log.error({ event: 'stopFailed', err: error }, 'not stopped in order'),
    )
    log.info({ event: 'stopped' }, 'ended in order')
    process.exit(0)
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (received) => void end(received))
}
