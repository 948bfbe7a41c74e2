import {
  auditActSchema,
  auditPageSchema,
  auditQuerySchema,
  type AuditEntryView,
  type AuditQuery,
} from '@kiln/contract'
import type { AuditEntry, AuditQuery as LedgerQuery } from '@kiln/ledger'
import type { Api } from '../api.ts'
import type { ApiDeps } from '../deps.ts'
import { problemResponses } from '../problem/problem-responses.ts'
import { renderTime } from '../show-job/render-time.ts'

const schema = {
  summary: 'List what people did, newest first',
  description:
    'Acts on jobs, batches, pauses and keys, and bulk acts as a whole, of all tenants. The last 10,000 are kept. ' +
    'What bulk acts did to single jobs is listed with `bulk`: the last 10,000 of all of them.',
  tags: ['Keys'],
  querystring: auditQuerySchema,
  response: { 200: auditPageSchema, ...problemResponses('validation') },
}

export function showAudit(api: Api, { ledger }: ApiDeps): void {
  api.get('/v1/audit', { config: { access: 'admin' as const }, schema }, async (request) => {
    const { entries, nextCursor } = await ledger.auditPage(ledgerQueryOf(request.query))
    return { entries: entries.flatMap((entry) => renderEntry(entry) ?? []), nextCursor }
  })
}

function ledgerQueryOf({ since, until, ...query }: AuditQuery): LedgerQuery {
  return {
    ...query,
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
}

/** null for an act that this version does not know. */
function renderEntry({ at, actor, act, target, details }: AuditEntry): AuditEntryView | null {
  const known = auditActSchema.options.find((one) => one === act)
  return known === undefined
    ? null
    : { at: renderTime(at), actor, act: known, target: targetOf(known, target), details }
}

const KINDS = ['job', 'batch', 'requeue', 'cancel'] as const

function targetOf(act: AuditEntryView['act'], id: string): AuditEntryView['target'] {
  if (act === 'createKey' || act === 'revokeKey') return { kind: 'key', id }
  if (id.startsWith('model:')) return { kind: 'model', id: id.slice('model:'.length) }
  return { kind: KINDS.find((kind) => id.startsWith(`${kind}_`)) ?? 'system', id }
}
