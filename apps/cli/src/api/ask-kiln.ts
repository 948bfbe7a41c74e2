import { ERRORS, problemOf, type ErrorCode } from '@kiln/contract'
import { type Kiln, KilnProblem } from '@kiln/sdk'
import { EXIT, textOf, type Deps, type Outcome, type Values } from '../command.ts'
import { plain } from '../render/plain.ts'

/** What every command that needs a server takes. */
export const API_OPTION = { type: 'string', value: 'url' } as const

/** Runs a command against the API; what the API refuses, or that it does not answer, is told in words. */
export async function askKiln(
  values: Values,
  deps: Deps,
  ask: (kiln: Kiln) => Promise<Outcome>,
): Promise<Outcome> {
  const { connect, language, words } = deps
  const connection = connect(textOf(values, 'api'), language, words)
  if (!connection.ok) return { exit: EXIT.cannot, fault: connection.fault, hint: connection.hint }
  try {
    return await ask(connection.kiln)
  } catch (error) {
    if (error instanceof KilnProblem) return outcomeOf(error, deps)
    throw error
  }
}

/** Refusals that are an answer to what was asked; any other says that it could not be asked. */
const ANSWERS: ReadonlySet<string> = new Set<ErrorCode>([
  'jobUnknown',
  'batchUnknown',
  'modelNotListed',
  'notCancelable',
  'batchInvalid',
  'validation',
  'unknownModel',
])

export function outcomeOf(problem: KilnProblem, deps: Deps): Outcome {
  const { both, sentence } = deps.words
  const exit = ANSWERS.has(problem.code) ? EXIT.bad : EXIT.cannot
  const { fault, hint } = tell(problem, deps)
  const { idempotencyKey: key } = problem
  // A lost answer may have been a yes.
  const again = exit === EXIT.cannot && key !== null ? deps.words.api.sameKey(key) : null
  return { exit, fault: plain(fault), hint: again === null ? hint : both(hint, again) }

  function tell({ code, title, detail, status }: KilnProblem, { language, words: { api } }: Deps) {
    if (code === 'unreachable') return { fault: api.silent(detail), hint: api.giveAddress }
    if (code === 'answerUnreadable') return { fault: api.noKiln(detail), hint: api.giveAddress }
    if (code === 'sourceSpent') return { fault: api.brokeOff, hint: api.useFile }
    if (status === 401 || status === 403) return { fault: api.keyRefused(status, detail), hint: api.setKey }
    const advice = Object.hasOwn(ERRORS, code) ? problemOf(code, language).detail : problem.advice
    return { fault: detail === advice ? sentence(title) : both(sentence(title), detail), hint: advice }
  }
}
