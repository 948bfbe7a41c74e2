const MAX_WEIGHT = 1_000

/** `studio=3,trial=0.5`; null when a name stands twice or a weight lets nothing pass. */
export function parseWeights(text: string): Readonly<Record<string, number>> | null {
  const weights: Record<string, number> = Object.create(null)
  for (const part of text.split(',')) {
    const [, name = '', number = ''] = /^([a-z0-9_-]{1,40})=(\d{1,4}(?:\.\d{1,3})?)$/.exec(part.trim()) ?? []
    const weight = Number(number)
    if (name === '' || name in weights || weight <= 0 || weight > MAX_WEIGHT) return null
    weights[name] = weight
  }
  return weights
}
