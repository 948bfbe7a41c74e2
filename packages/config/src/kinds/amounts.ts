/** A positive number for each key, by its name. */
export type AmountsByKey = Readonly<Record<string, number>>

interface AmountRules {
  max: number
  /** Whether `*` may stand for every key that is not named. */
  star: boolean
}

/** `studio=3,trial=0.5`; null when a name stands twice or a number is not within bounds. */
export function parseAmounts(text: string, { max, star }: AmountRules): AmountsByKey | null {
  const amounts: Record<string, number> = Object.create(null)
  for (const part of text.split(',')) {
    const [, name = '', digits = ''] =
      /^([a-z0-9_-]{1,40}|\*)=(\d{1,10}(?:\.\d{1,3})?)$/.exec(part.trim()) ?? []
    const amount = Number(digits)
    if (name === '' || name in amounts || (name === '*' && !star)) return null
    if (amount <= 0 || amount > max) return null
    amounts[name] = amount
  }
  return amounts
}
