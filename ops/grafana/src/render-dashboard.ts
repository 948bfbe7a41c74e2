import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  type Dashboard as GrafanaDashboard,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { Dashboard } from './panel.ts'
import { DATASOURCE, renderPanel } from './render-panel.ts'

/** Where each variable's values come from; all of them are chosen at first. */
const QUERY_VARIABLES = {
  model: { label: 'Model', query: 'label_values(kiln_jobs_finished_total, model)' },
  instance: { label: 'Process', query: 'label_values(kiln_build_info, instance)' },
} as const

/** What Grafana loads: one dashboard with its variables, links and panels. */
export function renderDashboard(dashboard: Dashboard): GrafanaDashboard {
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(dashboard.description)
    .tags(['kiln'])
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .variables(variablesOf(dashboard))
    .links(linksOf())
  let id = 0
  for (const row of dashboard.rows) {
    builder.withRow(new RowBuilder(row.title).id(++id))
    for (const panel of row.panels) builder.withPanel(renderPanel(panel, ++id))
  }
  return builder.build()
}

function variablesOf({ variables }: Dashboard): Builder<VariableModel>[] {
  const asked = variables.map((name) =>
    new QueryVariableBuilder(name)
      .label(QUERY_VARIABLES[name].label)
      .query(QUERY_VARIABLES[name].query)
      .datasource(DATASOURCE)
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .multi(true)
      .includeAll(true)
      .allValue('.*')
      .current({ text: ['All'], value: ['$__all'] }),
  )
  return [
    new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'),
    ...asked,
    new TextBoxVariableBuilder('kiln')
      .label('Address of the API')
      .description('What links to the API begin with.')
      .defaultValue('http://127.0.0.1:3000'),
  ]
}

const toApi = (title: string, path: string) =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(`\${kiln}${path}`).targetBlank(true)

function linksOf() {
  return [
    new DashboardLinkBuilder('kiln')
      .type(DashboardLinkType.Dashboards)
      .tags(['kiln'])
      .includeVars(true)
      .keepTime(true),
    toApi('System', '/v1/system'),
    toApi('API', '/docs'),
  ]
}
