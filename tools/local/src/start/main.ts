import { constants } from 'node:os'
import { onEndAsked } from './on-end-asked.ts'
import { readSettings, type StartSettings } from './read-settings.ts'
import { runStart } from './run-start.ts'
import { openScreen } from './screen.ts'
import { createShutdown } from './shutdown.ts'

/** Why `start` ends. */
type End = { by: 'itself'; well: boolean } | { by: 'fault'; message: string } | { by: NodeJS.Signals }

const reading = readSettings(process.env, process.argv.slice(2))
if (reading.ok) {
  process.exit(await start(reading.settings))
} else {
  console.error(reading.fault)
  process.exitCode = 2
}

async function start(settings: StartSettings): Promise<number> {
  const screen = openScreen(process.stdout)
  const shutdown = createShutdown()
  const end = await new Promise<End>((resolve) => {
    onEndAsked((by) => resolve({ by }))
    const onFault = (message: string) => resolve({ by: 'fault', message })
    const run = async () => {
      try {
        const well = await runStart({ settings, env: process.env, screen, shutdown, onFault })
        if (settings.once) resolve({ by: 'itself', well })
      } catch (error) {
        onFault(error instanceof Error ? error.message : String(error))
      }
    }
    void run()
  })
  if (end.by !== 'itself') {
    screen.line()
    screen.line(end.by === 'fault' ? `Everything ends: ${end.message}` : 'Stopping.')
  }
  await shutdown.run()
  return exitCodeOf(end, settings)
}

function exitCodeOf(end: End, settings: StartSettings): number {
  if (end.by === 'itself') return end.well ? 0 : 1
  if (end.by === 'fault') return 1
  // Ctrl-C is how it is meant to end, unless a verdict was still to come.
  return settings.once ? 128 + constants.signals[end.by] : 0
}
