import pc from 'picocolors'
import type { JobView } from './kiln-api.ts'
import { renderProgressBar, renderProgressLine } from './render-progress.ts'

export interface Screen {
  line(text?: string): void
  /** `name` in a column of its own, so that the facts stand below each other. */
  fact(name: string, text: string): void
  progress(jobs: readonly JobView[]): void
  progressEnds(): void
}

/** As process.stdout is: off a terminal neither property exists. */
interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** Off a terminal a line at most this often: a log is read afterwards. */
const LOG_EVERY_MS = 1_000
const NAME_COLUMN = 10
/** For a terminal that does not know its width. */
const USUAL_COLUMNS = 80

export function openScreen(output: Output, now: () => number = () => performance.now()): Screen {
  const line = (text = '') => void output.write(`${text}\n`)
  // Off a terminal never: in CI picocolors would, and a log is searched for plain words.
  const { bold } = pc.createColors(output.isTTY === true && pc.isColorSupported)
  const fact = (name: string, text: string) => line(`  ${bold(name.padEnd(NAME_COLUMN))}${text}`)
  return { line, fact, ...(output.isTTY === true ? drawnProgress(output) : loggedProgress(line, now)) }
}

/** One line that is drawn over itself. */
function drawnProgress(output: Output): Pick<Screen, 'progress' | 'progressEnds'> {
  const ERASE = '\r\u001B[2K'
  return {
    progress: (jobs) => void output.write(ERASE + renderProgressBar(jobs, output.columns || USUAL_COLUMNS)),
    progressEnds: () => void output.write('\n'),
  }
}

/** A line whenever something changed, the last one always. */
function loggedProgress(
  line: (text: string) => void,
  now: () => number,
): Pick<Screen, 'progress' | 'progressEnds'> {
  let logged = ''
  let latest = ''
  let loggedAt = -Infinity
  const log = () => {
    if (latest === logged) return
    line(latest)
    logged = latest
    loggedAt = now()
  }
  return {
    progress: (jobs) => {
      latest = renderProgressLine(jobs)
      if (now() - loggedAt >= LOG_EVERY_MS) log()
    },
    progressEnds: log,
  }
}
