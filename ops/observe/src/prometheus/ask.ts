export interface Series {
  labels: Readonly<Record<string, string>>
  /** Seconds since 1970, and the value; what is not a number is NaN. */
  points: readonly (readonly [at: number, value: number])[]
}

export interface TimeSpan {
  from: number
  to: number
}

export interface Prometheus {
  /** What the expression came to between two moments, once a second. */
  course(expr: string, span: TimeSpan): Promise<Series[]>
  /** What it comes to at one moment. */
  moment(expr: string, at: number): Promise<Series[]>
  /** Expression of each alert, as Prometheus has loaded it. */
  rules(): Promise<{ alert: string; expr: string }[]>
  isFiring(alert: string): Promise<boolean>
}

interface Row {
  metric: Record<string, string>
  values?: [number, string][]
  value?: [number, string]
}

/** A live Prometheus, by its HTTP API. */
export function askPrometheus(url: string): Prometheus {
  async function get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(query).toString()}`)
    const body = (await response.json()) as { status: string; error?: string; data: T }
    if (body.status !== 'success') throw new Error(`Prometheus refused ${query['query']}: ${body.error}`)
    return body.data
  }
  return {
    course: async (query, { from, to }) =>
      seriesOf(await get('query_range', { query, start: String(from), end: String(to), step: '1' })),
    moment: async (query, at) => seriesOf(await get('query', { query, time: String(at) })),
    async rules() {
      type Groups = { groups: { rules: { name: string; query: string }[] }[] }
      const { groups } = await get<Groups>('rules')
      return groups.flatMap(({ rules }) => rules.map(({ name, query }) => ({ alert: name, expr: query })))
    },
    async isFiring(alert) {
      const { alerts } = await get<{ alerts: { labels: Record<string, string>; state: string }[] }>('alerts')
      return alerts.some(({ labels, state }) => labels['alertname'] === alert && state === 'firing')
    },
  }
}

const seriesOf = ({ result }: { result: Row[] }): Series[] =>
  result.map(({ metric, values, value }) => ({
    labels: metric,
    points: (values ?? (value ? [value] : [])).map(([at, text]) => [at, numberOf(text)] as const),
  }))

const numberOf = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)
