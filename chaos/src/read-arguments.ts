import { parseArgs } from 'node:util'
import { GROUPS, type GroupName } from './scenarios/groups.ts'

export interface ChaosPlan {
  groups: readonly GroupName[]
  /** Runs of each scenario. */
  times: number
  /** Of the first run; each further run has the next. */
  seed: number
  /** Scenarios whose name begins with one of these; none runs all. */
  only: readonly string[]
  json: boolean
}

type Reading = { ok: true; plan: ChaosPlan } | { ok: false; fault: string }

const NAMES = Object.keys(GROUPS) as GroupName[]

export const USAGE = `pnpm chaos ${NAMES.join('|')}|all [--times N] [--seed S] [--only NAME] [--json]

Breaks kiln on purpose and audits what is left. Everything runs on this machine: a private Redis,
the simulator, the API and two workers. Ends with a table, and with exit code 1 when anything was found.

  --times N     runs of each scenario (1)
  --seed S      seed of the first run; the next runs take the next seeds (1)
  --only NAME   scenarios whose name begins with NAME; may be given more than once
  --json        every run as JSON on standard output; progress stays on standard error
`

const MAX_TIMES = 1_000

export function readArguments(args: readonly string[]): Reading {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        times: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return { ok: false, fault: (error as Error).message }
  }
  const { values, positionals } = parsed
  const [group] = positionals
  const groups = group === 'all' ? NAMES : NAMES.filter((name) => name === group)
  if (groups.length === 0 || positionals.length > 1) {
    return {
      ok: false,
      fault: `Say what to break: ${NAMES.join(', ')} or all; got ${positionals.join(' ') || 'nothing'}.`,
    }
  }
  const times = wholeNumber(values.times)
  const seed = wholeNumber(values.seed)
  if (times === null || times < 1 || times > MAX_TIMES) {
    return { ok: false, fault: `--times must be a whole number from 1 to ${MAX_TIMES}, got ${values.times}.` }
  }
  if (seed === null) return { ok: false, fault: `--seed must be a whole number, got ${values.seed}.` }
  return { ok: true, plan: { groups, times, seed, only: values.only, json: values.json } }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
