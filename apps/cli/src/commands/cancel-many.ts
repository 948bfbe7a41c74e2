import type { BulkCancel, CancelPlanView, Kiln } from '@kiln/sdk'
import { askKiln } from '../api/ask-kiln.ts'
import { begin } from '../bulk/begin.ts'
import { bounded, consent } from '../bulk/consent.ts'
import { followCancel } from '../bulk/follow-cancel.ts'
import { tellCancel } from '../bulk/tell-cancel.ts'
import { EXIT, type Deps, type Outcome, type Values } from '../command.ts'
import { readCount, readFilters } from '../filters/read-filters.ts'
import { renderCancelPlan } from '../render/cancel-plan.ts'
import { inJson } from '../render/in-json.ts'
import type { Words } from '../words/words.ts'

const FILTERS = {
  state: 'cancelableState',
  model: 'text',
  batch: 'text',
  'custom-id': 'text',
  since: 'moment',
  until: 'moment',
} as const

/** What only many jobs take. */
export const MANY_OPTIONS = {
  state: { type: 'string', value: 'state' },
  model: { type: 'string', value: 'model' },
  batch: { type: 'string', value: 'id' },
  'custom-id': { type: 'string', value: 'prefix' },
  since: { type: 'string', value: 'time' },
  until: { type: 'string', value: 'time' },
  limit: { type: 'string', value: 'number' },
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
  wait: { type: 'boolean' },
  key: { type: 'string', value: 'key' },
} as const

export async function cancelMany(values: Values, deps: Deps): Promise<Outcome> {
  const read = readCancel(values, deps.words)
  if (!read.ok) return { exit: EXIT.cannot, fault: read.fault, hint: read.hint }
  return askKiln(values, deps, async (kiln) => {
    const asked = { plan: () => plan(kiln, read.cancel, values, deps), told: deps.words.cancels }
    const said = await consent(asked, values, deps)
    return said.may ? start(kiln, bounded(read.cancel, said.most), values, deps) : said.outcome
  })
}

type Reading = { ok: true; cancel: BulkCancel } | { ok: false; fault: string; hint: string }

function readCancel(values: Values, words: Words): Reading {
  const filters = readFilters(FILTERS, values, words)
  if (!filters.ok) return filters
  const { 'custom-id': customIdPrefix, ...rest } = filters.filter
  const filter = { ...rest, ...(customIdPrefix !== undefined && { customIdPrefix }) }
  if (Object.keys(filter).length === 0) {
    return { ok: false, fault: words.cancels.neither, hint: words.cancels.seeJobs }
  }
  const limit = readCount(values, 'limit', 1, words)
  if (!limit.ok) return limit
  return { ok: true, cancel: { filter, ...(limit.value !== undefined && { limit: limit.value }) } }
}

async function plan(kiln: Kiln, cancel: BulkCancel, values: Values, deps: Deps): Promise<CancelPlanView> {
  const { out, ink, words } = deps
  const planned = await kiln.planBulkCancel(cancel)
  await out(values['json'] === true ? inJson(planned) : renderCancelPlan(planned, ink, words))
  return planned
}

const start = (kiln: Kiln, cancel: BulkCancel, values: Values, deps: Deps): Promise<Outcome> =>
  begin(
    {
      start: (options) => kiln.startBulkCancel(cancel, options),
      tell: (begun) => tellCancel(begun, deps.words),
      follow: (id, asJson) => followCancel(kiln, id, asJson, deps),
    },
    values,
    deps,
  )
