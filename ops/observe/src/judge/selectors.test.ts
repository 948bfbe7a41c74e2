import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { METRICS, type MetricRow } from '@kiln/telemetry'
import { fillVariables, readDashboards } from '../dashboards/read-dashboards.ts'
import { selectorsOf, type Selector } from './selectors.ts'

const TABLE: Readonly<Record<string, MetricRow>> = METRICS
/** Node's and Prometheus' own. */
const FOREIGN = /^(?:process_|nodejs_|up$|ALERTS$)/
/** What Prometheus adds to every series, and what only a histogram's buckets have. */
const ADDED = ['job', 'instance', 'le']

const rowOf = (metric: string) => TABLE[metric] ?? TABLE[metric.replace(/_(?:bucket|sum|count)$/, '')]

function faultOf({ metric, labels }: Selector): string | null {
  if (FOREIGN.test(metric)) return null
  const row = rowOf(metric)
  if (row === undefined) return `nobody exports ${metric}`
  const strange = labels.filter((label) => !(label in row.labels) && !ADDED.includes(label))
  return strange.length === 0 ? null : `${metric} has no label ${strange.join(', ')}`
}

const faultsOf = (expr: string) =>
  selectorsOf(expr)
    .map(faultOf)
    .filter((fault) => fault !== null)

const panels = readDashboards().flatMap(({ panels: all }) => all)
const queries = panels.flatMap((panel) => panel.queries)
const rulesText = readFileSync(new URL('../../../prometheus/rules/kiln.yml', import.meta.url), 'utf8')

/** Expressions of the rules, each with the name of its alert. */
const rules = rulesText
  .split(/^ *- alert: /m)
  .slice(1)
  .map((text) => ({
    alert: text.slice(0, text.indexOf('\n')),
    expr: /expr: (?:\|\n)?([\s\S]*?)\n\s+(?:for|labels):/.exec(text)?.[1] ?? '',
    runbook: /runbook_url: (\S+)/.exec(text)?.[1] ?? '',
  }))

describe('the metrics of an expression', () => {
  test('are found with their labels, and nothing else is', () => {
    const expr =
      'sum by (le, model) (rate(a_bucket{x=~"b|c", y!="d{"}[5m])) / on (job) group_right () bee > bool 3'
    expect(selectorsOf(expr)).toEqual([
      { metric: 'a_bucket', labels: ['x', 'y'], text: 'a_bucket{x=~"b|c", y!="d{"}' },
      { metric: 'bee', labels: [], text: 'bee' },
    ])
  })
})

describe('a broken panel is caught', () => {
  test('when its metric, or a label of it, does not exist', () => {
    expect(faultsOf('max(kiln_jbos{state="queued"})')).toEqual(['nobody exports kiln_jbos'])
    expect(faultsOf('max(kiln_jobs{sate="queued"})')).toEqual(['kiln_jobs has no label sate'])
  })
})

describe('every panel', () => {
  test.each(queries.map((query) => [query.name, query.expr]))('%s asks for what is exported', (_, expr) => {
    expect(faultsOf(fillVariables(expr, 60))).toEqual([])
    expect(selectorsOf(expr).length).toBeGreaterThan(0)
  })

  test('says what good looks like, and what to do otherwise', () => {
    for (const { description } of panels)
      expect(description).toMatch(/^\*\*Good:\*\* .+\n\n\*\*Otherwise:\*\* .+/)
  })

  test('of a dashboard has a name of its own', () => {
    const names = queries.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('every alert', () => {
  const runbooks = readFileSync(new URL('../../../../docs/alerts.md', import.meta.url), 'utf8')

  test.each(rules)(
    '$alert asks for what is exported, and has its part of the runbook',
    ({ alert, expr, runbook }) => {
      expect(selectorsOf(expr).length).toBeGreaterThan(0)
      expect(faultsOf(expr)).toEqual([])
      expect(runbook).toBe(`docs/alerts.md#${alert.toLowerCase()}`)
      expect(runbooks).toContain(`\n## ${alert}\n`)
    },
  )

  test('stands in the runbook in the order of the rules', () => {
    const told = [...runbooks.matchAll(/^## (Kiln\w+)$/gm)].map(([, alert]) => alert)
    expect(told).toEqual(rules.map(({ alert }) => alert))
  })
})

test('every metric is shown by a panel or watched by an alert', () => {
  const asked = [...queries, ...rules].flatMap(({ expr }) => selectorsOf(expr).map(({ metric }) => metric))
  const shown = new Set(
    asked.map((metric) => (metric in TABLE ? metric : metric.replace(/_(?:bucket|sum|count)$/, ''))),
  )
  expect(Object.keys(TABLE).filter((metric) => !shown.has(metric))).toEqual([])
})
