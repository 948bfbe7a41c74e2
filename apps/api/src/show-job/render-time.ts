/** Redis time in milliseconds as the API tells it: ISO 8601, UTC. */
export function renderTime(atMs: number): string {
  return new Date(atMs).toISOString()
}

export function renderTimeOrNull(atMs: number | null): string | null {
  return atMs === null ? null : renderTime(atMs)
}
