import type { JobView } from '@kiln/contract'
import type { Language } from '@kiln/languages'
import { stakeOf, type CallbackSigns, type JobRecord } from '@kiln/ledger'
import { WORDS } from '../words/words.ts'
import { renderTime, renderTimeOrNull } from './render-time.ts'

/** Why a job waits for a person, and what that person can go by. */
export function renderParked(
  job: JobRecord,
  language: Language,
  signs: CallbackSigns | null,
): JobView['parked'] {
  const { parkedReason: reason, stateAt, fault } = job
  if (reason === null) return null
  const lastSignAt = lastSignOf(job)
  return {
    reason,
    since: renderTime(stateAt),
    advice: WORDS[language].parked[reason] ?? '',
    fault,
    evidence: {
      lastSignAt: renderTimeOrNull(lastSignAt),
      silentSeconds: signs && lastSignAt && Math.max(0, Math.round((signs.now - lastSignAt) / 1000)),
      callbackHealth: signs?.health ?? 0,
      lastCallbackAt: renderTimeOrNull(signs?.lastAt ?? null),
      attempts: job.attempt,
      reads: job.polls,
      creditsAtStake: job.attempt === 0 ? 0 : stakeOf(job),
    },
  }
}

/** What KIE did by itself, and when we called it: being read is no sign of a task. */
function lastSignOf({ intentAt, submittedAt, hintedAt }: JobRecord): number | null {
  const signs = [intentAt, submittedAt, hintedAt].filter((at) => at !== null)
  return signs.length === 0 ? null : Math.max(...signs)
}
