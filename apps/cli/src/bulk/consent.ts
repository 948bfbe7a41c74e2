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

/** The plan of an act on many jobs, and whether it may begin; an outcome: it may not. */
export async function consent<Plan extends { eligible: number }>(
  { plan, told }: Asked<Plan>,
  values: Values,
  deps: Deps,
): Promise<Outcome | null> {
  const asJson = values['json'] === true
  const isPlan = values['plan'] === true
  const isSure = values['yes'] === true
  if (isSure && asJson && !isPlan) return null
  const { eligible } = await plan()
  if (isPlan) return { exit: eligible > 0 ? EXIT.good : EXIT.bad }
  if (eligible === 0) {
    await deps.err(`${told.nothing}\n`)
    return { exit: EXIT.bad }
  }
  if (isSure) return null
  const { addYes, yes } = deps.words.plan
  if (deps.ask === null || asJson) return { exit: EXIT.cannot, fault: told.needsYes, hint: addYes }
  const answer = await deps.ask(told.question(eligible))
  if (answer !== null && yes.includes(answer.trim().toLowerCase())) return null
  await deps.err(`${answer === null ? '\n' : ''}${told.no}\n`)
  return { exit: EXIT.bad }
}
