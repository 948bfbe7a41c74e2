/** Seconds since 1970. */
export interface Span {
  from: number
  to: number
}

/** What `pnpm observe --data` writes: the committed dashboards, and what each of their queries showed. */
export interface RunData {
  span: Span
  dashboards: ShownDashboard[]
  seen: { name: string; series: Series[] }[]
}

export interface Series {
  labels: Record<string, string>
  /** JSON has no word for what is not a number: null. */
  points: [at: number, value: number | null][]
}

export interface ShownDashboard {
  uid: string
  title: string
  panels: ShownPanel[]
}

export interface ShownPanel {
  title: string
  type: string
  unit: string
  gridPos: { x: number; y: number; w: number; h: number }
  thresholds: { value: number | null; color: string }[]
  stacked: boolean
  queries: { name: string; legend: string }[]
}

export interface NamedSeries {
  name: string
  points: Series['points']
}

/** The series of a panel, each under the name that Grafana would give it. */
export function seriesOf(panel: ShownPanel, { seen }: RunData): NamedSeries[] {
  return panel.queries.flatMap(({ name, legend }) =>
    (seen.find((query) => query.name === name)?.series ?? []).map(({ labels, points }) => ({
      name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? ''),
      points,
    })),
  )
}

export const lastOf = ({ points }: NamedSeries): number | null =>
  points.findLast(([, value]) => value !== null)?.[1] ?? null
