import type { Moved } from './moved.ts'
import type { RunScript } from './scripts.ts'

/** Puts a record that cannot be read, or decided on, before a person. */
export async function quarantine(
  run: RunScript,
  id: string,
  fault: string,
  /** An attempt that was begun and surely not sent. */
  unsentAttempt: number | null = null,
): Promise<Moved> {
  return run<Moved>('quarantine', { id, fault, ...(unsentAttempt !== null && { unsentAttempt }) })
}
