import type { Prometheus, TimeSpan } from '../prometheus/ask.ts'
import { selectorsOf } from './selectors.ts'
import { sightOf } from './panels.ts'

export interface SeenAlert {
  alert: string
  fired: boolean
  /** Selectors of its rule that found nothing at all: the rule could never fire. */
  blind: string[]
}

/** Which alerts fired in this time, and whether each rule's selectors found anything. */
export async function seeAlerts(prometheus: Prometheus, span: TimeSpan): Promise<SeenAlert[]> {
  const firing = await prometheus.course('ALERTS{alertstate="firing"}', span)
  const fired = new Set(firing.map(({ labels }) => labels['alertname']))
  const seen: SeenAlert[] = []
  for (const { alert, expr } of await prometheus.rules()) {
    const blind: string[] = []
    for (const { text } of selectorsOf(expr)) {
      if (sightOf(await prometheus.course(text, span)) === 'empty') blind.push(text)
    }
    seen.push({ alert, fired: fired.has(alert), blind })
  }
  return seen
}

export function faultsOfAlerts(seen: readonly SeenAlert[]): string[] {
  return seen.flatMap(({ alert, fired, blind }) => [
    ...(fired ? [] : [`${alert} did not fire`]),
    ...blind.map((selector) => `${alert} asks for ${selector}, which nobody exports`),
  ])
}
