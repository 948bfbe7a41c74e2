import type { ActDeps } from '@kiln/operator-acts'
import { readTimeoutMs } from '@kiln/ledger'
import { REAL_TIMING, scaleTiming, type DecisionTiming } from '@kiln/lifecycle'
import type { ApiConfig } from '@kiln/config'
import type { ApiDeps } from '../deps.ts'

/** The durations of this installation. */
function timingOf({ speed, timing, submit }: ApiConfig): DecisionTiming {
  const { creditProbeMs } = timing
  return { ...scaleTiming(REAL_TIMING, speed), creditProbeMs, submitWindowMs: submit.limit.windowMs }
}

/** What an act for a person is done with. */
export function actDepsOf({ kie, ledger, metrics, config }: ApiDeps): ActDeps {
  return {
    kie,
    acts: ledger.acts,
    timing: timingOf(config),
    readTimeoutMs: readTimeoutMs(config.speed),
    onAnswer(outcome, tookMs) {
      const code = 'words' in outcome ? outcome.words.code : '200'
      metrics.kieAnswered({ endpoint: 'recordInfo', code, class: outcome.class, tookMs })
    },
  }
}
