import type { BatchView } from '@kiln/sdk'
import type { Deps } from '../command.ts'
import { renderBar, renderProgress } from '../render/progress.ts'
import { doneOf } from './done-of.ts'
import { createMeter } from './meter.ts'

export interface Progress {
  show: (batch: BatchView) => void
  /** Settles once everything is told. */
  end: () => Promise<unknown>
}

/** In a log a line at most this often, for it is read afterwards. */
const LINE_EVERY_MS = 5_000
const ERASE = '\r\u001B[2K'

type Needed = Pick<Deps, 'err' | 'errColumns' | 'now' | 'words'>

/** How far a batch is, on standard error: one line drawn over itself on a terminal, else lines. */
export function openProgress(deps: Needed): Progress {
  const meter = createMeter()
  const columns = deps.errColumns()
  const paper = columns === null ? writeLines(deps) : drawLine(deps, columns)
  return {
    show(batch) {
      paper.put(batch, meter.look(deps.now(), doneOf(batch)))
    },
    end: paper.end,
  }
}

interface Paper {
  put: (batch: BatchView, perSecond: number | null) => void
  end: () => Promise<unknown>
}

function drawLine({ err, words }: Needed, columns: number): Paper {
  let written: Promise<unknown> = Promise.resolve()
  let isDrawn = false
  return {
    put(batch, perSecond) {
      isDrawn = true
      written = err(ERASE + renderBar(batch, perSecond, Date.now(), columns, words))
    },
    async end() {
      await written
      if (isDrawn) await err('\n')
    },
  }
}

function writeLines({ err, now, words }: Needed): Paper {
  let written: Promise<unknown> = Promise.resolve()
  let saidAtMs = -Infinity
  let said = ''
  let latest = ''
  const say = () => {
    if (latest === said) return
    written = err(`${latest}\n`)
    said = latest
    saidAtMs = now()
  }
  return {
    put(batch, perSecond) {
      latest = renderProgress(batch, perSecond, Date.now(), words)
      if (now() - saidAtMs >= LINE_EVERY_MS) say()
    },
    async end() {
      say()
      await written
    },
  }
}
