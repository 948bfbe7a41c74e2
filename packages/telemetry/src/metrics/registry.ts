import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { METRICS, type App, type MetricName, type MetricRow } from './table.ts'

type Table = typeof METRICS
type LabelOf<N extends MetricName> = Extract<keyof Table[N]['labels'], string>
/** Metrics of one type that each of the given processes exports. */
type NamesOf<T extends MetricRow['type'], A extends App> = {
  [N in MetricName]: Table[N] extends { type: T }
    ? [A] extends [Table[N]['exportedBy'][number]]
      ? N
      : never
    : never
}[MetricName]

/** The instruments of one process: only what the table says it exports can be asked for. */
export interface Instruments<A extends App> {
  counter: <N extends NamesOf<'counter', A>>(name: N) => Counter<LabelOf<N>>
  gauge: <N extends NamesOf<'gauge', A>>(
    name: N,
    collect?: (gauge: Gauge<LabelOf<N>>) => void,
  ) => Gauge<LabelOf<N>>
  histogram: <N extends NamesOf<'histogram', A>>(name: N) => Histogram<LabelOf<N>>
  render: () => Promise<{ contentType: string; body: string }>
}

/** Gauges of the library that end as only counters may; `nodejs_active_handles` and its like say the same. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]

/** The only module that knows the metrics library. Each process has its own registry, with Node's metrics in it. */
export function createInstruments<A extends App>(): Instruments<A> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const name of MISNAMED) registry.removeSingleMetric(name)
  const about = <N extends MetricName>(name: N) => {
    const { help, labels }: MetricRow = METRICS[name]
    return { name, help, labelNames: Object.keys(labels) as LabelOf<N>[], registers: [registry] }
  }
  return {
    counter(name) {
      const counter = new Counter(about(name))
      for (const labels of closedLabelSets(METRICS[name])) counter.inc(labels, 0)
      return counter
    },
    gauge(name, collect) {
      const gauge = new Gauge({
        ...about(name),
        collect() {
          collect?.(this)
        },
      })
      return gauge
    },
    histogram(name) {
      const histogram = new Histogram({ ...about(name), buckets: [...METRICS[name].buckets] })
      for (const labels of closedLabelSets(METRICS[name])) histogram.zero(labels)
      return histogram
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}

/**
 * Every combination of labels, where all of their values are known beforehand: a series that
 * first appears with its first event has no rate for that event.
 */
function closedLabelSets({ labels }: MetricRow): Record<string, string>[] {
  const closed = Object.entries(labels)
  if (closed.length === 0) return []
  return closed.reduce<Record<string, string>[]>(
    (sets, [label, values]) =>
      typeof values === 'string'
        ? []
        : sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value }))),
    [{}],
  )
}
