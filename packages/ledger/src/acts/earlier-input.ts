const KEPT = /^input:(\d+)$/

/**
 * The input that an attempt was begun with, where a person edited it afterwards. It is kept once, under
 * the last attempt that had it. null: it is still the job's own.
 */
export function inputOfAttempt(flat: unknown, attempt: number): Record<string, unknown> | null {
  const list = Array.isArray(flat) ? flat.map(String) : []
  let best: { until: number; text: string } | null = null
  for (let i = 0; i + 1 < list.length; i += 2) {
    const [, number] = KEPT.exec(list[i]!) ?? []
    const until = Number(number)
    if (number === undefined || until < attempt) continue
    if (best === null || until < best.until) best = { until, text: list[i + 1]! }
  }
  return best && readInput(best.text)
}

function readInput(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}
