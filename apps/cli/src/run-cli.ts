import { LANGUAGES } from '@kiln/languages'
import { EXIT, type Command, type Tools } from './command.ts'
import { bindTask } from './commands/bind-task.ts'
import { cancelAbort, cancelStatus } from './commands/cancel-status.ts'
import { cancel } from './commands/cancel.ts'
import { checkJobs } from './commands/check-jobs.ts'
import { createKey } from './commands/create-key.ts'
import { diffCatalog } from './commands/diff-catalog.ts'
import { doctor } from './commands/doctor.ts'
import { fetchResults } from './commands/fetch-results.ts'
import { listBatches } from './commands/list-batches.ts'
import { listKeys } from './commands/list-keys.ts'
import { listFailures } from './commands/list-failures.ts'
import { listJobs } from './commands/list-jobs.ts'
import { listModels } from './commands/list-models.ts'
import { listParked } from './commands/list-parked.ts'
import { quoteJobs } from './commands/quote-jobs.ts'
import { pause, resume } from './commands/pause.ts'
import { requeueAbort, requeueStatus } from './commands/requeue-status.ts'
import { requeue } from './commands/requeue.ts'
import { retryFailed } from './commands/retry-failed.ts'
import { revokeKey } from './commands/revoke-key.ts'
import { showAudit } from './commands/show-audit.ts'
import { showBatch } from './commands/show-batch.ts'
import { showJob } from './commands/show-job.ts'
import { showModel } from './commands/show-model.ts'
import { showSchedule } from './commands/show-schedule.ts'
import { showSystem } from './commands/show-system.ts'
import { submitBatch } from './commands/submit-batch.ts'
import { watchSystem } from './commands/watch-system.ts'
import { writeOffJob } from './commands/write-off-job.ts'
import { renderCommandHelp, renderHelp } from './help.ts'
import { readLanguage } from './language.ts'
import { readArguments, type Reading } from './read-arguments.ts'
import { plain } from './render/plain.ts'
import { type Words, WORDS } from './words/words.ts'

export const COMMANDS: readonly Command[] = [
  listModels,
  showModel,
  checkJobs,
  quoteJobs,
  diffCatalog,
  doctor,
  showSchedule,
  submitBatch,
  showBatch,
  listBatches,
  fetchResults,
  retryFailed,
  showJob,
  listJobs,
  cancelStatus,
  cancelAbort,
  cancel,
  listFailures,
  listParked,
  // The longer names first: each begins like the last.
  requeueStatus,
  requeueAbort,
  requeue,
  bindTask,
  writeOffJob,
  createKey,
  listKeys,
  revokeKey,
  showAudit,
  showSystem,
  watchSystem,
  pause,
  resume,
]

/** One call of `kiln`, from what was typed to its exit code. */
export async function runCli(argv: readonly string[], tools: Tools): Promise<number> {
  const asked = readLanguage(argv, tools.localLanguage)
  const language = asked.ok ? asked.language : tools.localLanguage
  const words = WORDS[language]
  const deps = { ...tools, language, words }
  const reading = asked.ok ? readArguments(asked.rest, COMMANDS, words) : badLanguage(asked.got, words)
  if (reading.kind === 'fault') {
    await tellFault(reading, deps)
    return EXIT.cannot
  }
  if (reading.kind === 'help') {
    const { command } = reading
    const { out, ink } = deps
    await out(command === null ? renderHelp(COMMANDS, ink, words) : renderCommandHelp(command, ink, words))
    return EXIT.good
  }
  const outcome = await reading.command.run(reading.positionals, reading.values, deps)
  if ('fault' in outcome) await tellFault(outcome, deps)
  return outcome.exit
}

function badLanguage(got: string, { usage }: Words): Reading {
  const fault = usage.badLanguage(LANGUAGES, plain(got))
  return { kind: 'fault', fault, hint: usage.writeLanguage }
}

/** What is wrong, and on the next line what to do. */
async function tellFault(
  { fault, hint }: { fault: string; hint: string },
  { err, errInk }: Tools,
): Promise<void> {
  await err(`${errInk.red(fault)}\n${hint}\n`)
}
