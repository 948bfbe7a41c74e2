import { EXIT, type Deps, type Outcome, type Values } from '../command.ts'

interface Asked<Plan> {
  /** Asks for the plan, and tells it. */
  plan: () => Promise<Plan>
  told: {
    nothing: string
    question: (jobs: number) => string
    no: string
    needsYes: string
  }
}

interface Planned {
  matching: number
  eligible: number
  complete: boolean
}

/** `most`: whoever said yes to a plan did not mean what came to match it since; null: no bound. */
export type Consent = { may: true; most: number | null } | { may: false; outcome: Outcome }

const mayNot = (outcome: Outcome): Consent => ({ may: false, outcome })

/** The plan of an act on many jobs, and whether it may begin. */
export async function consent<Plan extends Planned>(
  { plan, told }: Asked<Plan>,
  values: Values,
  deps: Deps,
): Promise<Consent> {
  const asJson = values['json'] === true
  const isPlan = values['plan'] === true
  const isSure = values['yes'] === true
  if (isSure && asJson && !isPlan) return { may: true, most: null }
  const { matching, eligible, complete } = await plan()
  if (eligible === 0) await deps.err(`${told.nothing}\n`)
  if (isPlan) return mayNot({ exit: eligible > 0 ? EXIT.good : EXIT.bad })
  if (eligible === 0) return mayNot({ exit: EXIT.bad })
  if (isSure) return { may: true, most: null }
  const { addYes, yes } = deps.words.plan
  if (deps.ask === null || asJson) return mayNot({ exit: EXIT.cannot, fault: told.needsYes, hint: addYes })
  const answer = await deps.ask(told.question(eligible))
  const isYes = answer !== null && yes.includes(answer.trim().toLowerCase())
  if (isYes) return { may: true, most: complete ? matching : null }
  await deps.err(`${answer === null ? '\n' : ''}${told.no}\n`)
  return mayNot({ exit: EXIT.bad })
}

/** The act as it was asked for, on no more jobs than were agreed to. */
export function bounded<Act extends { limit?: number }>(act: Act, most: number | null): Act {
  return most === null ? act : { ...act, limit: Math.min(most, act.limit ?? most) }
}
