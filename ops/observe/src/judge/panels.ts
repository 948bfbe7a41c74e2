import { fillVariables, type PanelQuery, type ShownDashboard } from '../dashboards/read-dashboards.ts'
import type { Prometheus, Series, TimeSpan } from '../prometheus/ask.ts'

/** A panel shows something only when some value is neither missing nor 0: many series stand at 0 from the start. */
export type Sight = 'live' | 'flat' | 'empty'

export interface SeenQuery extends PanelQuery {
  sight: Sight
  series: Series[]
}

/** Asks every query of every panel what it showed in this time. */
export async function seeQueries(
  prometheus: Prometheus,
  dashboards: readonly ShownDashboard[],
  span: TimeSpan,
): Promise<SeenQuery[]> {
  const queries = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries))
  const seen: SeenQuery[] = []
  for (const query of queries) {
    const expr = fillVariables(query.expr, span.to - span.from)
    const series = query.instant
      ? await prometheus.moment(expr, span.to)
      : await prometheus.course(expr, span)
    seen.push({ ...query, series, sight: sightOf(series) })
  }
  return seen
}

export function sightOf(series: readonly Series[]): Sight {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite)
  if (values.length === 0) return 'empty'
  return values.some((value) => value !== 0) ? 'live' : 'flat'
}

/** Queries that may show nothing, or nothing but 0, in this run, and why. */
export type Excuses = Readonly<Record<string, { sight: 'flat' | 'empty'; because: string }>>

/** What a dashboard would hide from whoever looks at it. */
export function faultsOfPanels(
  seen: readonly Pick<SeenQuery, 'name' | 'sight'>[],
  excuses: Excuses,
): string[] {
  const known = new Set(seen.map(({ name }) => name))
  const silent = seen
    .filter(({ name, sight }) => sight !== 'live' && !isExcused(sight, excuses[name]))
    .map(({ name, sight }) => `${name} is ${sight}`)
  const unknown = Object.keys(excuses).filter((name) => !known.has(name))
  return [...silent, ...unknown.map((name) => `${name} is excused, and no panel asks it`)]
}

/** Whoever may be empty may be flat as well. */
function isExcused(sight: Sight, excuse: Excuses[string] | undefined): boolean {
  return excuse !== undefined && (excuse.sight === 'empty' || excuse.sight === sight)
}
