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
  ask: (kiln: Kiln, address: string) => Promise<Outcome>,
): Promise<Outcome> {
  const { connect, language, words } = deps
  const connection = connect(textOf(values, 'api'), language, words)
  if (!connection.ok) return { exit: EXIT.cannot, fault: connection.fault, hint: connection.hint }
  try {
    return await ask(connection.kiln, connection.address)
  } catch (error) {
    if (error instanceof KilnProblem) return outcomeOf(error, deps)
    throw error
  }
}

/** Refusals that are an answer to what was asked; any other says that it could not be asked. */
const ANSWERS: ReadonlySet<string> = new Set<ErrorCode>([
  'jobUnknown',
  'batchUnknown',
  'requeueUnknown',
  'cancelUnknown',
  'modelNotListed',
  'notCancelable',
  'confirmChargeNeeded',
  'changedMeanwhile',
  'notRequeueable',
  'notBindable',
  'notParked',
  'taskRefused',
  'recordUnreadable',
  'batchInvalid',
  'validation',
  'unknownModel',
  'keyNotListed',
  'keyNameTaken',
  'keyInEnvironment',
  'lastAdminKey',
  'tooManyKeys',
  'firstKeyNotAdmin',
])

export function outcomeOf(problem: KilnProblem, deps: Deps): Outcome {
  const { both, api } = deps.words
  const exit = ANSWERS.has(problem.code) ? EXIT.bad : EXIT.cannot
  const { fault, hint } = tell(problem, deps)
  const { idempotencyKey: key } = problem
  // A lost answer may have been a yes.
  const again = exit === EXIT.cannot && key !== null ? api.sameKey(key) : null
  return { exit, fault: plain(fault), hint: plain(again === null ? hint : both(hint, again)) }
}

interface Told {
  fault: string
  hint: string
}

function tell(problem: KilnProblem, deps: Deps): Told {
  const { code, detail, status } = problem
  const { api } = deps.words
  if (code === 'unreachable') return { fault: api.silent(detail), hint: api.giveAddress }
  if (code === 'answerUnreadable') return { fault: api.noKiln(detail), hint: api.giveAddress }
  if (code === 'sourceSpent') return { fault: api.brokeOff, hint: api.useFile }
  if (status === 401 || status === 403) return { fault: api.keyRefused(status, detail), hint: api.setKey }
  return tellRefusal(problem, deps)
}

/** What to type where the API speaks of its calls. */
const TO_TYPE: Partial<Record<string, 'seeBatches' | 'seeJobs'>> = {
  batchUnknown: 'seeBatches',
  jobUnknown: 'seeJobs',
} satisfies Partial<Record<ErrorCode, 'seeBatches' | 'seeJobs'>>

/** Why the API would not, and what to do about it. */
function tellRefusal(refusal: KilnProblem, deps: Deps): Told {
  const { code, title, detail, advice, errors, problem, badLines } = refusal
  const { both, sentence, acts, api } = deps.words
  // Each of them was told before.
  if (badLines.length > 0)
    return { fault: code === 'batchInvalid' ? sentence(title) : detail, hint: api.linesAbove }
  const toType = TO_TYPE[code]
  if (toType !== undefined) return { fault: sentence(title), hint: api[toType] }
  const fault = both(sentence(title), detail)
  if (problem?.confirm !== undefined) {
    const { attempts, taskId, kieSays } = problem.confirm.evidence
    const known = acts.evidence(attempts, taskId ?? acts.noTask, kieSays ?? acts.notAsked)
    return { fault: both(fault, known), hint: acts.confirm }
  }
  const ofField = errors.find(({ hint }) => hint !== null)?.hint
  if (ofField) return { fault, hint: ofField }
  const hint = Object.hasOwn(ERRORS, code) ? problemOf(code as ErrorCode, deps.language).detail : advice
  return { fault: detail === hint ? sentence(title) : fault, hint }
}
