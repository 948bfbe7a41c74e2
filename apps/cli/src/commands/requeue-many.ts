import type { BulkRequeue, Kiln, RequeuePlanView, SystemView } from '@kiln/sdk'
import { askKiln } from '../api/ask-kiln.ts'
import { begin } from '../bulk/begin.ts'
import { bounded, consent } from '../bulk/consent.ts'
import { followRequeue } from '../bulk/follow-requeue.ts'
import { tellRequeue } from '../bulk/tell-requeue.ts'
import { EXIT, type Deps, type Outcome, type Values } from '../command.ts'
import { readCount, readFilters } from '../filters/read-filters.ts'
import { inJson } from '../render/in-json.ts'
import { renderRequeuePlan } from '../render/plan.ts'
import type { Words } from '../words/words.ts'

const FILTERS = {
  cause: 'text',
  class: 'class',
  model: 'text',
  batch: 'text',
  since: 'moment',
  until: 'moment',
} as const

/** What only many jobs take. */
export const MANY_OPTIONS = {
  cause: { type: 'string', value: 'group' },
  class: { type: 'string', value: 'class' },
  model: { type: 'string', value: 'model' },
  batch: { type: 'string', value: 'id' },
  since: { type: 'string', value: 'time' },
  until: { type: 'string', value: 'time' },
  limit: { type: 'string', value: 'number' },
  canary: { type: 'string', value: 'number' },
  'stop-after': { type: 'string', value: 'number' },
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
  wait: { type: 'boolean' },
  key: { type: 'string', value: 'key' },
} as const

export async function requeueMany(values: Values, deps: Deps): Promise<Outcome> {
  const read = readRequeue(values, deps.words)
  if (!read.ok) return { exit: EXIT.cannot, fault: read.fault, hint: read.hint }
  return askKiln(values, deps, async (kiln) => {
    const asked = { plan: () => planned(kiln, read.requeue, values, deps), told: deps.words.plan }
    const said = await consent(asked, values, deps)
    return said.may ? start(kiln, bounded(read.requeue, said.most), values, deps) : said.outcome
  })
}

type Reading = { ok: true; requeue: BulkRequeue } | { ok: false; fault: string; hint: string }

function readRequeue(values: Values, words: Words): Reading {
  const filters = readFilters(FILTERS, values, words)
  if (!filters.ok) return filters
  const { filter } = filters
  if (Object.keys(filter).length === 0) {
    return { ok: false, fault: words.bulk.neither, hint: words.bulk.seeFailures }
  }
  const [limit, canary, stopAfter] = [
    readCount(values, 'limit', 1, words),
    readCount(values, 'canary', 0, words),
    readCount(values, 'stop-after', 0, words),
  ]
  for (const each of [limit, canary, stopAfter]) if (!each.ok) return each
  const numbers = { limit, canary, stopAfter }
  const given = Object.entries(numbers).flatMap(([name, each]) =>
    each.ok && each.value !== undefined ? [[name, each.value] as const] : [],
  )
  const confirmed = values['confirm-charge'] === true
  return {
    ok: true,
    requeue: { filter, ...Object.fromEntries(given), ...(confirmed && { confirmCharge: true }) },
  }
}

async function planned(
  kiln: Kiln,
  requeue: BulkRequeue,
  values: Values,
  deps: Deps,
): Promise<RequeuePlanView> {
  const [plan, system] = await Promise.all([kiln.planBulkRequeue(requeue), kiln.system()])
  await tellPlan(plan, system.credits, values['json'] === true, deps)
  return plan
}

/** The plan is the answer where it was asked for; else it stands beside it. */
async function tellPlan(
  plan: RequeuePlanView,
  balance: SystemView['credits'],
  asJson: boolean,
  { out, ink, words }: Deps,
): Promise<void> {
  await out(
    asJson
      ? inJson({ ...plan, balance: balance?.balance ?? null })
      : renderRequeuePlan(plan, balance, ink, words),
  )
}

const start = (kiln: Kiln, requeue: BulkRequeue, values: Values, deps: Deps): Promise<Outcome> =>
  begin(
    {
      start: (options) => kiln.startBulkRequeue(requeue, options),
      tell: (begun) => tellRequeue(begun, deps.words),
      follow: (id, asJson) => followRequeue(kiln, id, asJson, deps),
    },
    values,
    deps,
  )
