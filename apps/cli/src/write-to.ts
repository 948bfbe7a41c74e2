import type { Writable } from 'node:stream'
import type { Write } from './command.ts'

export interface Output {
  write: Write
  /** Why it could not be written to; null also where its reader has seen enough, as `head` does. */
  fault: () => NodeJS.ErrnoException | null
}

/** Waits for each text to be taken, so that a long answer needs little memory. */
export function writeTo(stream: Writable): Output {
  let failure: NodeJS.ErrnoException | null = null
  // What goes wrong comes to the text that met it; without a listener it would end the process.
  stream.on('error', () => undefined)
  return {
    write: (text) =>
      new Promise((resolve) => {
        stream.write(text, (error) => {
          // The first failure is the cause, those after it say only that the stream is closed.
          if (error) failure ??= error
          resolve(!error)
        })
      }),
    fault: () => (failure?.code === 'EPIPE' ? null : failure),
  }
}
