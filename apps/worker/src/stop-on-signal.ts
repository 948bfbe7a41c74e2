import type { Logger } from '@kiln/telemetry'

export interface Stopping {
  log: Logger
  /** After this the process ends, whatever still hangs: closing BullMQ waits for a Redis that may be away. */
  graceMs: number
  stop: () => Promise<void>
}

/** On SIGTERM or SIGINT: finish the steps under way, then exit; never later than the grace. */
export function stopOnSignal({ log, graceMs, stop }: Stopping): void {
  let stopping = false
  const begin = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ event: 'stopping', signal }, 'finishing the steps under way')
    setTimeout(() => {
      log.warn(
        { event: 'stopped', graceMs },
        'the grace is over; what was not written down is recovered by the sweep',
      )
      process.exit(1)
    }, graceMs).unref()
    stop().then(
      () => {
        log.info({ event: 'stopped' }, 'all steps finished')
        process.exit(0)
      },
      (error: unknown) => {
        log.error({ event: 'stopped', err: error }, 'stopped with an error')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', begin)
  process.on('SIGINT', begin)
}
