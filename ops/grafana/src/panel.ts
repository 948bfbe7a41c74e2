/** How a panel shows its series. */
export type PanelKind = 'number' | 'lines' | 'stacked' | 'gates' | 'bars'

/** Grafana's names of units; `perMinute` and the like are plain numbers with a word. */
export type Unit =
  'short' | 's' | 'bytes' | 'percentunit' | 'jobs/min' | 'calls/min' | 'credits' | 'credits/h'

export interface Query {
  expr: string
  /** Grafana's template for the name of a series. */
  legend: string
}

export interface Panel {
  title: string
  kind: PanelKind
  unit: Unit
  /** What it looks like when all is well. */
  good: string
  /** What to do when it does not. */
  otherwise: string
  queries: readonly Query[]
  /** In 24ths of the width. */
  width: 4 | 6 | 8 | 12 | 24
  /** Values from which on a number turns red, or (with `lowIsBad`) below which. */
  redFrom?: number
  lowIsBad?: true
  /** Path of the API that shows the jobs or settings behind it. */
  apiPath?: string
}

export interface Dashboard {
  uid: string
  title: string
  description: string
  /** Whether its queries ask for `$model`, or for `$instance`. */
  variables: readonly ('model' | 'instance')[]
  rows: readonly { title: string; panels: readonly Panel[] }[]
}

/** A figure of the ledger is told by every API alike. */
export const ledger = (metric: string, labels = '') => `max(${metric}${labels})`

/** Rates over as many scrapes as Grafana thinks fit. */
export const rate = (metric: string, labels = '') => `rate(${metric}${labels}[$__rate_interval])`

/** Quantiles of a histogram, one query each. */
export function quantiles(metric: string, labels: string, by: string | null = null): Query[] {
  const series = `sum by (le${by === null ? '' : `, ${by}`}) (${rate(`${metric}_bucket`, labels)})`
  return [0.5, 0.95].map((q) => ({
    expr: `histogram_quantile(${q}, ${series})`,
    legend: `${by === null ? '' : `{{${by}}} `}p${q * 100}`,
  }))
}
