import { STATE_NAMES } from '@kiln/lifecycle'
import { chargesByJob } from './charges.ts'
import { finding, type Evidence, type Finding } from './evidence.ts'

const MICRO = 1_000_000
const ENDED = new Set(['succeeded', 'failed', 'canceled'])

/** The metrics page, the ledger and the simulator's books say the same. */
export function checkFigures(evidence: Evidence): Finding[] {
  return [...checkStates(evidence), ...checkCredits(evidence), ...checkModels(evidence)].map((words) =>
    finding('figures', null, words),
  )
}

function checkStates({ metrics, records }: Evidence): string[] {
  const states = STATE_NAMES.map((state) => {
    const shown = metrics.get(`kiln_jobs{state="${state}"}`)
    const counted = [...records.values()].filter((record) => record['state'] === state).length
    return shown === counted ? null : `kiln_jobs says ${shown} ${state}, the ledger holds ${counted}`
  })
  const unaccounted = metrics.get('kiln_jobs_unaccounted')
  const accepted = metrics.get('kiln_jobs_accepted_total')
  return [
    ...states,
    unaccounted === 0 ? null : `kiln_jobs_unaccounted is ${unaccounted}`,
    accepted === records.size
      ? null
      : `kiln_jobs_accepted_total is ${accepted}, the ledger holds ${records.size}`,
  ].filter((words) => words !== null)
}

function checkCredits(evidence: Evidence): string[] {
  const { metrics, records } = evidence
  const charges = chargesByJob(evidence)
  const differing = [...records]
    .filter(([, { state = '' }]) => ENDED.has(state))
    .map(([id, record]) => {
      const booked = Number(record['chargedMicro'] ?? 0) / MICRO
      const charged = sum((charges.get(id) ?? []).map(({ credits }) => credits))
      return same(booked, charged) ? null : `job ${id} books ${booked} credits, KIE took ${charged}`
    })
  const shown = sum([...metrics].filter(([name]) => name.startsWith('kiln_credits_total{')).map(([, n]) => n))
  const held = sum([...records.values()].map((record) => Number(record['bookedMicro'] ?? 0) / MICRO))
  const total = same(shown, held) ? null : `kiln_credits_total sums to ${shown}, the ledger to ${held}`
  return [...differing, total].filter((words) => words !== null)
}

/** Credits of each outcome, and the states of the jobs that they belong to. What was rescued ended well. */
const OUTCOMES: readonly (readonly [outcomes: readonly string[], states: readonly string[]])[] = [
  [['failed'], ['failed']],
  [
    ['delivered', 'rescued', 'wasted'],
    ['succeeded', 'canceled'],
  ],
]

/** For each model what the metrics say of its credits is what KIE took for the jobs that ended so. */
function checkModels(evidence: Evidence): string[] {
  const { metrics, records } = evidence
  const charges = chargesByJob(evidence)
  const models = new Set([...records.values()].map(({ model = '' }) => model))
  return [...models].flatMap((model) =>
    OUTCOMES.flatMap(([outcomes, states]) => {
      const shown = sum(
        outcomes.map(
          (outcome) => metrics.get(`kiln_credits_total{model="${model}",outcome="${outcome}"}`) ?? 0,
        ),
      )
      const jobs = [...records].filter(
        ([, job]) => job['model'] === model && states.includes(job['state'] ?? ''),
      )
      const taken = sum(jobs.flatMap(([id]) => charges.get(id) ?? []).map(({ credits }) => credits))
      const words = `kiln_credits_total of ${model}, ${outcomes.join(' and ')}: ${shown}, KIE took ${taken}`
      return same(shown, taken) ? [] : [words]
    }),
  )
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const same = (a: number, b: number) => Math.abs(a - b) < 1 / MICRO
