const WITHIN_MS = 10_000

/** Whether the API wants a key of every caller. Keys of the ledger outlive a start, and only the API knows of them. */
export async function asksForKey(apiUrl: string, giveUp: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([giveUp, AbortSignal.timeout(WITHIN_MS)])
  try {
    const answer = await fetch(`${apiUrl}/v1/jobs?limit=1`, { signal })
    await answer.body?.cancel()
    return answer.status === 401
  } catch {
    // Whatever is wrong with it, the sample comes upon it and says so.
    return false
  }
}
