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

export interface UpgradePlan {
  /** A revision of git, the release that is upgraded; null: the newest tag. */
  from: string | null
  /** How long the load lasts, in real time. */
  minutes: number
  seed: number
}

type Reading = { ok: true; plan: ChaosPlan | UpgradePlan } | { ok: false; fault: string }

const NAMES = Object.keys(GROUPS) as GroupName[]

export const USAGE = `pnpm chaos ${NAMES.join('|')}|all [--times N] [--seed S] [--only NAME] [--json]

Breaks kiln on purpose and audits what is left. Everything runs on this machine: a private Redis,
the simulator, the API and two workers. Ends with a table, and with exit code 1 when anything was found.

  --times N     runs of each scenario (1)
  --seed S      seed of the first run; the next runs take the next seeds (1)
  --only NAME   scenarios whose name begins with NAME; may be given more than once
  --json        every run as JSON on standard output; progress stays on standard error

pnpm chaos upgrade [--from REVISION] [--minutes N] [--seed S]

Runs an older release and this one together under load, replaces one by the other and back, and audits
what is left. The older one is taken out of git, installed and built in a temporary folder.

  --from REV    the older release, as git names it (the newest tag)
  --minutes N   how long the load lasts (5)
  --seed S      seed of the jobs (1)
`

const MAX_TIMES = 1_000
const MAX_MINUTES = 10_000

const OPTIONS = {
  times: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string', multiple: true, default: [] as string[] },
  json: { type: 'boolean', default: false },
} as const

const UPGRADE_OPTIONS = {
  from: { type: 'string' },
  minutes: { type: 'string', default: '5' },
  seed: { type: 'string', default: '1' },
} as const

export function readArguments(args: readonly string[]): Reading {
  try {
    return args[0] === 'upgrade' ? readUpgrade(args.slice(1)) : readGroups(args)
  } catch (error) {
    return { ok: false, fault: (error as Error).message }
  }
}

function readGroups(args: readonly string[]): Reading {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  const [group] = positionals
  const groups = group === 'all' ? NAMES : NAMES.filter((name) => name === group)
  if (groups.length === 0 || positionals.length > 1) {
    return {
      ok: false,
      fault: `Say what to break: ${NAMES.join(', ')}, upgrade or all; got ${positionals.join(' ') || 'nothing'}.`,
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

function readUpgrade(args: readonly string[]): Reading {
  const { values } = parseArgs({ args: [...args], options: UPGRADE_OPTIONS })
  const minutes = /^\d+(?:\.\d+)?$/.test(values.minutes) ? Number(values.minutes) : 0
  const seed = wholeNumber(values.seed)
  if (minutes <= 0 || minutes > MAX_MINUTES) {
    return {
      ok: false,
      fault: `--minutes must be a number above 0 and up to ${MAX_MINUTES}, got ${values.minutes}.`,
    }
  }
  if (seed === null) return { ok: false, fault: `--seed must be a whole number, got ${values.seed}.` }
  return { ok: true, plan: { from: values.from ?? null, minutes, seed } }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
