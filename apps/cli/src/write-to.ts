import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Write } from './command.ts'

/** Waits while the reader lags behind, so that a long answer needs little memory. */
export function writeTo(stream: Writable): Write {
  return async (text) => {
    if (!stream.write(text) && !stream.destroyed) await once(stream, 'drain')
  }
}
