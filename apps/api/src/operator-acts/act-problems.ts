import type { ConfirmChargeView, ErrorCode, Problem } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { stakeOf, type EditedInput, type JobForAct, type LastAct } from '@kiln/ledger'
import { LIFECYCLE_WORDS, type ChargeRisk, type ReadOutcome } from '@kiln/lifecycle'
import type { NotAsked } from '@kiln/operator-acts'
import type { FastifyReply } from 'fastify'
import { sendProblem } from '../problem/send-problem.ts'
import { renderTime } from '../show-job/render-time.ts'
import { tellCause } from '../show-job/tell-cause.ts'
import { languageOfCaller } from '../speak.ts'
import { WORDS } from '../words/words.ts'

/** Somebody was first, or the job went on by itself. */
export function sendChanged(reply: FastifyReply, lastAct: LastAct | null, detail?: string): FastifyReply {
  const { acts } = WORDS[languageOfCaller(reply.request)]
  const told = [detail, lastAct ? acts.last[lastAct.act](lastAct.by, renderTime(lastAct.at)) : null]
  const sentences = told.filter((one) => typeof one === 'string')
  const words = sentences.length > 0 ? sentences.join(' ') : acts.moved
  return sendProblem(reply, 'changedMeanwhile', words, undefined, actedBefore(lastAct))
}

/** The state is none in which this can be done; whoever brought it there is named. */
export function sendWrongState(
  reply: FastifyReply,
  code: Extract<ErrorCode, 'notRequeueable' | 'notBindable' | 'notParked'>,
  { job, lastAct }: JobForAct,
): FastifyReply {
  const language = languageOfCaller(reply.request)
  const state = WORDS[language].jobIs(job.state, LIFECYCLE_WORDS[language].states[job.state])
  // What a person did is why it is in this state.
  if (lastAct !== null) return sendChanged(reply, lastAct, state)
  return sendProblem(reply, code, state)
}

function actedBefore(lastAct: LastAct | null): Pick<Problem, 'lastAct'> {
  return lastAct === null ? {} : { lastAct: { ...lastAct, at: renderTime(lastAct.at) } }
}

/** Why nothing could be learned of KIE, in words. */
export function tellNotAsked(why: NotAsked, language: Language): string {
  const { notAsked } = WORDS[language].acts
  return why.kind === 'held' ? notAsked.held(tellCause(why.cause, language)) : notAsked[why.kind]
}

/** What KIE said of a task, in its own words where it has some. */
export function tellOutcome(outcome: ReadOutcome, language: Language): string {
  if (!('words' in outcome)) return outcome.class
  return WORDS[language].acts.notAsked.unclear(outcome.words.code, outcome.words.message)
}

interface AtRisk {
  found: JobForAct
  risk: ChargeRisk
  edited: EditedInput | null
  kieSays: string | null
}

/** A second charge cannot be ruled out, and nobody has said that it may be. */
export function sendConfirmNeeded(
  reply: FastifyReply,
  { found, risk, edited, kieSays }: AtRisk,
): FastifyReply {
  const { acts } = WORDS[languageOfCaller(reply.request)]
  const { job } = found
  const { quoted } = edited ?? job
  const cost = quoted === 'unknown' ? acts.costUnknown : acts.costs(spanOf(quoted))
  const confirm: ConfirmChargeView = {
    why: risk,
    credits: quoted,
    mayHaveCost: mayHaveCost(found, risk),
    evidence: { attempts: job.attempt, taskId: job.taskId, kieSays },
  }
  return sendProblem(reply, 'confirmChargeNeeded', `${acts.risks[risk]} ${cost}`, undefined, {
    confirm,
    ...actedBefore(found.lastAct),
  })
}

const spanOf = ({ min, max }: { min: number; max: number }) => (min === max ? String(min) : `${min}-${max}`)

/** What KIE told of every attempt, and the most that the last may come to as long as that is open. */
function mayHaveCost({ job, charged }: JobForAct, risk: ChargeRisk): number | 'unknown' {
  const told = job.creditsCharged ?? 0
  if (charged !== null && (risk === 'paid' || risk === 'paidWithoutResult')) return told
  const stake = stakeOf(job)
  // What KIE told of a failure does not hold should it be none after all.
  return stake === 'unknown' ? stake : told + Math.max(0, stake - (charged ?? 0))
}
