import { EXIT, type Command, type Deps } from './command.ts'
import { checkJobs } from './commands/check-jobs.ts'
import { diffCatalog } from './commands/diff-catalog.ts'
import { listModels } from './commands/list-models.ts'
import { quoteJobs } from './commands/quote-jobs.ts'
import { showModel } from './commands/show-model.ts'
import { showSchedule } from './commands/show-schedule.ts'
import { renderCommandHelp, renderHelp } from './help.ts'
import { readArguments } from './read-arguments.ts'

const COMMANDS: readonly Command[] = [listModels, showModel, checkJobs, quoteJobs, diffCatalog, showSchedule]

/** One call of `kiln`, from what was typed to its exit code. */
export async function runCli(argv: readonly string[], deps: Deps): Promise<number> {
  const reading = readArguments(argv, COMMANDS)
  if (reading.kind === 'fault') {
    await tellFault(reading, deps)
    return EXIT.cannot
  }
  if (reading.kind === 'help') {
    const { command } = reading
    await deps.out(command === null ? renderHelp(COMMANDS, deps.ink) : renderCommandHelp(command, deps.ink))
    return EXIT.good
  }
  const outcome = await reading.command.run(reading.positionals, reading.values, deps)
  if ('fault' in outcome) await tellFault(outcome, deps)
  return outcome.exit
}

/** What is wrong, and on the next line what to do. */
async function tellFault(
  { fault, hint }: { fault: string; hint: string },
  { err, errInk }: Deps,
): Promise<void> {
  await err(`${errInk.red(fault)}\n${hint}\n`)
}
