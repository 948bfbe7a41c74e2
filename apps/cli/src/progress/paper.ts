import type { Deps } from '../command.ts'

/** What one look comes to: a line that stays in a log, and one that is drawn over itself. */
interface Look {
  line: string
  bar: (columns: number) => string
}

/** Where looks go, one after the other. */
export interface Paper {
  put: (look: Look) => void
  /** Settles once everything is told. */
  end: () => Promise<unknown>
}

/** In a log a line at most this often, for it is read afterwards. */
const LINE_EVERY_MS = 5_000
const ERASE = '\r\u001B[2K'

type Needed = Pick<Deps, 'err' | 'errColumns' | 'now'>

/** Standard error: one line drawn over itself on a terminal, else lines. */
export function openPaper(deps: Needed): Paper {
  return deps.errColumns() === null ? writeLines(deps) : drawLine(deps)
}

function drawLine({ err, errColumns }: Needed): Paper {
  let written: Promise<unknown> = Promise.resolve()
  let isDrawn = false
  return {
    put({ bar }) {
      isDrawn = true
      written = err(ERASE + bar(errColumns() ?? Infinity))
    },
    async end() {
      await written
      if (isDrawn) await err('\n')
    },
  }
}

function writeLines({ err, now }: Needed): Paper {
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
    put({ line }) {
      latest = line
      if (now() - saidAtMs >= LINE_EVERY_MS) say()
    },
    async end() {
      say()
      await written
    },
  }
}
