import type { TimelineView } from '@kiln/contract'
import type { TimelineEntry } from '@kiln/ledger'
import { renderTime } from '../show-job/render-time.ts'

export function renderTimeline(id: string, entries: readonly TimelineEntry[]): TimelineView {
  return {
    id,
    events: entries.map(({ at, event, from, to, attempt, detail }) => ({
      at: renderTime(at),
      event,
      from: from ?? null,
      to: to ?? null,
      attempt: attempt ?? null,
      detail: detail ?? {},
    })),
  }
}
