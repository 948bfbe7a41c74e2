import type { RunOutcome } from '../scenarios/run-scenario.ts'

const MOST_SHOWN = 8

/** One line for each run. */
export function describeRun(group: string, scenario: string, run: RunOutcome, which: string): string {
  const { seed, jobs, strikes, findings, parked, parkedCharged, notes, seconds } = run
  const figures = [
    `${jobs} jobs`,
    `${strikes} faults`,
    findings.length === 0 ? 'nothing found' : `${findings.length} FOUND`,
    `${parked} parked (${parkedCharged} charged)`,
    ...Object.entries(notes).map(([name, { value }]) => `${name} ${Math.round(value * 10) / 10}`),
    `${seconds.toFixed(1)} s`,
  ]
  return `${group} ${scenario} ${which}, seed ${seed}: ${figures.join(', ')}`
}

/** What was found, how to see it again, and where to read on. */
export function describeFindings(group: string, scenario: string, run: RunOutcome, log: string): string {
  const shown = run.findings.slice(0, MOST_SHOWN).map(({ check, job, words }) => {
    return `  ${check}: ${job === null ? '' : `${job} `}${words}`
  })
  const more = run.findings.length - shown.length
  return [
    ...shown,
    ...(more > 0 ? [`  and ${more} more`] : []),
    `  again: pnpm chaos ${group} --only "${scenario}" --seed ${run.seed}`,
    `  what the processes wrote: ${log}`,
  ].join('\n')
}
