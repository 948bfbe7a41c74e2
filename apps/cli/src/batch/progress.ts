import type { BatchView } from '@kiln/sdk'
import type { Deps } from '../command.ts'
import { openPaper } from '../progress/paper.ts'
import { renderBar, renderProgress } from '../render/progress.ts'
import { doneOf } from './done-of.ts'
import { createMeter } from './meter.ts'

export interface Progress {
  show: (batch: BatchView) => void
  /** Settles once everything is told. */
  end: () => Promise<unknown>
}

/** How far a batch is, on standard error. */
export function openProgress(deps: Pick<Deps, 'err' | 'errColumns' | 'now' | 'words'>): Progress {
  const { words } = deps
  const meter = createMeter()
  const paper = openPaper(deps)
  return {
    show(batch) {
      const seen = meter.look(deps.now(), doneOf(batch))
      const nowMs = Date.now()
      paper.put({
        line: renderProgress(batch, seen, nowMs, words),
        bar: (columns) => renderBar(batch, seen, nowMs, columns, words),
      })
    },
    end: paper.end,
  }
}
