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

const ENTER = '\u001B[?1049h\u001B[?25l'
const LEAVE = '\u001B[?25h\u001B[?1049l'
const HOME = '\u001B[H'
const REST_OF_LINE = '\u001B[K'
const REST_OF_SCREEN = '\u001B[J'

/** What ends a program from outside; the terminal is put in order first. */
const ENDS = ['SIGTERM', 'SIGHUP'] as const

/** The alternate screen of a terminal, without a cursor; null where input or output is none. */
export function openScreen(
  input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>,
  output: Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'write' | 'on' | 'off'>,
): Screen | null {
  if (!input.isTTY || !output.isTTY) return null
  let release: (() => void) | null = null
  const leave = () => {
    release?.()
    release = null
  }
  const onEnd = (signal: NodeJS.Signals) => {
    leave()
    process.kill(process.pid, signal)
  }
  return {
    // The last column stays free: what is erased behind a full line takes its last character along.
    size: () => ({ columns: output.columns - 1, rows: output.rows }),
    enter({ key, resize }) {
      const onKey = (bytes: Buffer) => key(bytes.toString('latin1'))
      output.write(ENTER)
      input.setRawMode(true)
      input.on('data', onKey)
      input.resume()
      output.on('resize', resize)
      for (const signal of ENDS) process.once(signal, onEnd)
      release = () => {
        for (const signal of ENDS) process.off(signal, onEnd)
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
