/** Every string inside an input, in order of appearance, on lines of its own. */
export function textOf(input: unknown): string {
  const found: string[] = []
  const left: unknown[] = [input]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string') found.push(value)
    else if (typeof value === 'object' && value !== null) left.push(...Object.values(value).toReversed())
  }
  return found.join('\n')
}
