import { constants } from 'node:os'
import { watchLaunchers } from './watch-launchers.ts'

/** Ctrl-C under a package manager comes twice: from the terminal, and passed on by the manager. */
const SAME_CTRL_C_MS = 500

/** The first signal asks for the end. Another one does not wait for it. */
export function onEndAsked(ask: (signal: NodeJS.Signals) => void): void {
  let askedAt = Infinity
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (performance.now() - askedAt > SAME_CTRL_C_MS) process.exit(128 + constants.signals[signal])
      askedAt = Math.min(askedAt, performance.now())
      ask(signal)
    })
  }
  watchLaunchers(() => ask('SIGHUP'))
  // Nobody reads any more (`pnpm start | head`): then nobody would stop us either.
  process.stdout.on('error', () => ask('SIGHUP'))
}
