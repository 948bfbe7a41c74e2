import type { ReadStream, WriteStream } from 'node:tty'

/** A terminal that is drawn on as a whole. */
export interface Screen {
  size: () => { columns: number; rows: number }
  /** From here on nothing that was on the terminal is touched. */
  enter: (on: { key: (key: string) => void; resize: () => void }) => void
  draw: (lines: readonly string[]) => void
  /** The terminal is as it was. Twice is the same as once. */
  leave: () => void
}

/** Without line wrap: where a terminal shows a character wider than we count it, its line is cut and no other moves. */
const ENTER = '\u001B[?1049h\u001B[?25l\u001B[?7l'
const LEAVE = '\u001B[?7h\u001B[?25h\u001B[?1049l'
const HOME = '\u001B[H'
const REST_OF_LINE = '\u001B[K'
const REST_OF_SCREEN = '\u001B[J'

/** What ends a program from outside; the terminal is put in order first. */
const ENDS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const

/** What a terminal that does not tell its size is taken for. */
const USUAL = { columns: 80, rows: 24 }

/** The alternate screen of a terminal, without a cursor; null where input or output is none. */
export function openScreen(
  input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>,
  output: Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'write' | 'on' | 'off'>,
  program: Pick<NodeJS.Process, 'pid' | 'once' | 'off' | 'kill'> = process,
): Screen | null {
  if (!input.isTTY || !output.isTTY) return null
  let release: (() => void) | null = null
  const leave = () => {
    release?.()
    release = null
  }
  const onEnd = (signal: NodeJS.Signals) => {
    leave()
    program.kill(program.pid, signal)
  }
  return {
    // The last column stays free: what is erased behind a full line takes its last character along.
    size: () => ({ columns: (output.columns || USUAL.columns) - 1, rows: output.rows || USUAL.rows }),
    enter({ key, resize }) {
      const onKey = (bytes: Buffer) => key(bytes.toString('latin1'))
      output.write(ENTER)
      input.setRawMode(true)
      input.on('data', onKey)
      input.resume()
      output.on('resize', resize)
      for (const signal of ENDS) program.once(signal, onEnd)
      // A fault that nobody caught comes here before it is told.
      program.once('exit', leave)
      release = () => {
        for (const signal of ENDS) program.off(signal, onEnd)
        program.off('exit', leave)
        output.off('resize', resize)
        input.off('data', onKey)
        input.setRawMode(false)
        input.pause()
        output.write(LEAVE)
      }
    },
    draw(lines) {
      // Each line erases what an older one left behind it, so that nothing flickers.
      output.write(HOME + lines.map((line) => line + REST_OF_LINE).join('\r\n') + REST_OF_SCREEN)
    },
    leave,
  }
}
