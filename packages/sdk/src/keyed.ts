import { KilnProblem } from './problem.ts'

/** A call with its Idempotency-Key, which a problem tells too: the call may have arrived all the same. */
export async function withKey<T>(
  key: string,
  run: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  try {
    return await run({ 'idempotency-key': key })
  } catch (error) {
    if (error instanceof KilnProblem) error.idempotencyKey = key
    throw error
  }
}
