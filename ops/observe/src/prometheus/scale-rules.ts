const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Thresholds that are a time of the world, and what stands for them in a run that is so many times as fast. */
export type Thresholds = Readonly<Record<string, { written: string; scaled: string }>>

/**
 * The rules as they are, with every `for` and every range divided. A threshold that is not where it
 * was written is an error: the run would prove another rule.
 */
export function scaleRules(yaml: string, speed: number, thresholds: Thresholds): string {
  const scaled = yaml
    .replaceAll(/\bfor: (\d+)([smh])$/gm, (_, n: string, unit: string) => `for: ${divided(n, unit, speed)}`)
    .replaceAll(
      /\[(\d+)([smh])(:?)\]/g,
      (_, n: string, unit: string, colon: string) => `[${divided(n, unit, speed)}${colon}]`,
    )
  return Object.entries(thresholds).reduce((text, [alert, { written, scaled: by }]) => {
    const start = text.indexOf(`alert: ${alert}\n`)
    const at = text.indexOf(written, start)
    const next = text.indexOf('alert: ', start + 1)
    if (start === -1 || at === -1 || (next !== -1 && at > next)) {
      throw new Error(`the rule ${alert} does not say ${written} any more`)
    }
    return text.slice(0, at) + by + text.slice(at + written.length)
  }, scaled)
}

function divided(n: string, unit: string, speed: number): string {
  const ms = Number(n) * UNIT_MS[unit as keyof typeof UNIT_MS]
  return `${Math.max(1, Math.round(ms / speed / 1_000))}s`
}
