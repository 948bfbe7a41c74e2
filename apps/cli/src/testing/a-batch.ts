import { stateSchema } from '@kiln/contract'
import type { BatchView } from '@kiln/sdk'

interface Told {
  lines: number
  counts: Partial<BatchView['counts']>
  charged?: number
  finishAt?: string
  gate?: NonNullable<BatchView['waitingFor']>['gate']
}

/** A batch as the API would show it. */
export function aBatch({ lines, counts, charged = 0, finishAt, gate }: Told): BatchView {
  const none = Object.fromEntries(stateSchema.options.map((state) => [state, 0])) as BatchView['counts']
  const at = '2026-11-21T11:12:29.000Z'
  return {
    id: 'batch_6a5a9f38d38b8ee4f3e37edd',
    name: null,
    status: gate === undefined ? 'running' : 'held',
    waitingFor: gate === undefined ? null : { gate, detail: 'd', since: at, until: null, position: null },
    lines,
    invalid: 0,
    counts: { ...none, ...counts },
    credits: { quoted: { min: 8, max: 8 }, unpriced: 0, held: 0, charged, wasted: 0 },
    budget: null,
    createdAt: at,
    expandedAt: null,
    startedAt: null,
    cancelRequestedAt: null,
    endedAt: null,
    finishAt: finishAt ?? null,
    links: { self: '', results: '', errors: '', events: '', jobs: '', cancel: '' },
  }
}
